package io.leasehold.policy.hcl.internal;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Parses one text. Used by one thread. */
public final class HclParser {

    private static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 32;

    private final Lexer lexer;
    private Token next;
    private int depth;

    private HclParser(String text) {
        this.lexer = new Lexer(text);
        this.next = lexer.next();
    }

    /**
     * Parses a text.
     *
     * @param text the text
     * @return attributes by name, and lists of blocks by type, in the order of the text
     * @throws InvalidRequestException when it is malformed, too deep or too long; it says where
     */
    public static Map<String, Object> parse(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidRequestException("must not be longer than " + LONGEST + " characters");
        }
        HclParser parser = new HclParser(text);
        Body body = new Body();
        while (parser.next.type() != Token.Type.END) {
            parser.item(body);
        }
        return body.values();
    }

    /** An attribute, {@code name = value}, or a block, {@code type "label" { ... }}. */
    private void item(Body body) {
        Token name = next;
        if (!name.isName()) {
            throw name.at().refuse("expected the name of an attribute or block, found " + name.described());
        }
        advance();
        if (next.isSign("=")) {
            body.attribute(name, assigned("="));
            return;
        }
        List<Token> labels = new ArrayList<>();
        while (next.isName()) {
            // Each label is one more map around the body.
            deeper();
            labels.add(next);
            advance();
        }
        if (!next.isSign("{")) {
            throw next.at()
                    .refuse("expected " + (labels.isEmpty() ? "= or {" : "{") + " after the name at " + name.at()
                            + ", found " + next.described());
        }
        body.block(name, labels, block());
        depth -= labels.size();
    }

    private Map<String, Object> block() {
        deeper();
        Token open = next;
        advance();
        Body body = new Body();
        while (!next.isSign("}")) {
            refuseEnd(open);
            item(body);
            skipComma();
        }
        advance();
        depth--;
        return body.values();
    }

    /** What follows a sign, which must stand on the same line. */
    private Object assigned(String sign) {
        Position at = next.at();
        advance();
        if (next.type() != Token.Type.END && next.at().line() != at.line()) {
            throw at.refuse("the value after this " + sign + " must begin on the same line");
        }
        return value();
    }

    private Object value() {
        Token token = next;
        if (token.isSign("[")) {
            return list();
        }
        if (token.isSign("{")) {
            return object();
        }
        Object value = switch (token.type()) {
            case TEXT, HEREDOC -> token.text();
            case NUMBER -> token.number();
            case WORD -> truth(token);
            default -> throw token.at().refuse("expected a value, found " + token.described());
        };
        advance();
        return value;
    }

    private static Boolean truth(Token word) {
        return switch (word.text()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw word.at()
                        .refuse("expected a value, found " + word.described()
                                + "; texts stand in double quotes, and there are no expressions");
        };
    }

    private List<Object> list() {
        deeper();
        Token open = next;
        advance();
        List<Object> elements = new ArrayList<>();
        while (!next.isSign("]")) {
            refuseEnd(open);
            elements.add(value());
            if (next.isSign(",")) {
                advance();
            } else if (!next.isSign("]")) {
                refuseEnd(open);
                throw next.at().refuse("expected , or ] in a list, found " + next.described());
            }
        }
        advance();
        depth--;
        return Collections.unmodifiableList(elements);
    }

    private Map<String, Object> object() {
        deeper();
        Token open = next;
        advance();
        Body body = new Body();
        while (!next.isSign("}")) {
            refuseEnd(open);
            Token name = next;
            if (!name.isName()) {
                throw name.at().refuse("expected a name in an object, found " + name.described());
            }
            advance();
            if (!next.isSign("=") && !next.isSign(":")) {
                throw next.at().refuse("expected = after the name at " + name.at() + ", found " + next.described());
            }
            body.attribute(name, assigned(next.text()));
            skipComma();
        }
        advance();
        depth--;
        return body.values();
    }

    private void refuseEnd(Token open) {
        if (next.type() == Token.Type.END) {
            throw open.at().refuse("the " + open.text() + " here is not closed");
        }
    }

    private void skipComma() {
        if (next.isSign(",")) {
            advance();
        }
    }

    private void deeper() {
        depth++;
        if (depth > DEEPEST) {
            throw next.at().refuse("must not be nested deeper than " + DEEPEST + " levels");
        }
    }

    private void advance() {
        next = lexer.next();
    }
}
