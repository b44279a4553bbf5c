package io.leasehold.database.internal.sql;

import java.util.List;

/**
 * The second line of defence behind escaping: reads a rendered statement again and compares it with its template, token by
 * token and into bodies of code. A value may only have changed the inside of the token that held its placeholder.
 */
final class SameStructure {

    private SameStructure() {}

    static boolean of(String template, String rendered, SqlDialect dialect) {
        try {
            return same(template, rendered, dialect, false);
        } catch (SqlTextException e) {
            return false;
        }
    }

    private static boolean same(String template, String rendered, SqlDialect dialect, boolean inBody)
            throws SqlTextException {
        List<Token> before = Tokenizer.tokenize(template, dialect);
        List<Token> after = Tokenizer.tokenize(rendered, dialect);
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            Token was = before.get(i);
            Token is = after.get(i);
            boolean holdsPlaceholder =
                    !PlaceholderSyntax.findAll(template, was.start(), was.end()).isEmpty();
            if (!holdsPlaceholder) {
                if (!was.text(template).equals(is.text(rendered))) {
                    return false;
                }
            } else if (was.kind() == TokenKind.PLACEHOLDER) {
                if (is.kind() != TokenKind.WORD && is.kind() != TokenKind.NUMBER) {
                    return false;
                }
            } else if (was.kind() != is.kind() || !opening(was, template).equals(opening(is, rendered))) {
                return false;
            } else if (was.kind() == TokenKind.DOLLAR_QUOTED
                    && EmbeddedCode.isCode(template, before, i, inBody)
                    && !same(content(was, template), content(is, rendered), dialect, true)) {
                return false;
            }
        }
        return true;
    }

    private static String opening(Token token, String text) {
        return text.substring(token.start(), token.contentStart());
    }

    private static String content(Token token, String text) {
        return text.substring(token.contentStart(), token.contentEnd());
    }
}
