package io.leasehold.sink.internal.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses a template: text, actions between double braces, {@code if}, {@code with}, {@code range}, {@code else}, {@code end},
 * comments, and trim markers. Reads each character a bounded number of times. Not thread-safe; an instance parses one template.
 */
final class TemplateParser {

    private static final int DEEPEST = 50;

    private final String template;
    private final Deque<Block> open = new ArrayDeque<>();
    private List<Node> nodes = new ArrayList<>();

    TemplateParser(String template) {
        this.template = template;
    }

    private enum Kind {
        IF,
        WITH,
        RANGE
    }

    /**
     * A block that has not ended.
     *
     * @param before what comes before it
     * @param then what stands before its else; null as long as that is being read
     * @param chained whether it is an {@code else if}, which ends with the one that it belongs to
     */
    private record Block(
            Kind kind,
            int position,
            List<Node> before,
            Expression value,
            @Nullable List<Node> then,
            boolean chained) {}

    List<Node> parse() throws TemplateException {
        int at = 0;
        boolean trimStart = false;
        while (true) {
            int braces = template.indexOf("{{", at);
            boolean trimEnd = braces >= 0 && isTrimmed(braces + 2);
            text(template.substring(at, braces < 0 ? template.length() : braces), trimStart, trimEnd);
            if (braces < 0) {
                break;
            }
            int inner = braces + (trimEnd ? 3 : 2);
            int close = closing(inner, braces);
            trimStart = close - 1 > inner && template.charAt(close - 1) == '-' && isSpace(template.charAt(close - 2));
            action(inner, trimStart ? close - 1 : close);
            at = close + 2;
        }
        Block unended = open.peek();
        if (unended != null) {
            throw new TemplateException(unended.position(), "this is never ended: add {{ end }}");
        }
        return nodes;
    }

    private boolean isTrimmed(int at) {
        return at + 1 < template.length() && template.charAt(at) == '-' && isSpace(template.charAt(at + 1));
    }

    private void text(String text, boolean trimStart, boolean trimEnd) {
        String kept = trimStart ? text.stripLeading() : text;
        kept = trimEnd ? kept.stripTrailing() : kept;
        if (!kept.isEmpty()) {
            nodes.add(new Node.Text(kept));
        }
    }

    /** Where the closing braces of an action are: the first ones outside of quotes and of a comment. */
    private int closing(int from, int open) throws TemplateException {
        int at = from;
        while (at < template.length() && isSpace(template.charAt(at))) {
            at++;
        }
        if (template.startsWith("/*", at)) {
            int end = template.indexOf("*/", at + 2);
            if (end < 0) {
                throw new TemplateException(open, "the comment is never closed: add */");
            }
            at = end + 2;
        }
        char quote = 0;
        for (; at < template.length(); at++) {
            char c = template.charAt(at);
            if (quote != 0) {
                if (c == '\\' && quote == '"') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '`') {
                quote = c;
            } else if (c == '}' && template.startsWith("}}", at)) {
                return at;
            }
        }
        throw new TemplateException(
                open, quote == 0 ? "the action is never closed: add }}" : "a quoted text is never closed");
    }

    private void action(int from, int to) throws TemplateException {
        int start = from;
        while (start < to && isSpace(template.charAt(start))) {
            start++;
        }
        if (template.startsWith("/*", start)) {
            if (!template.substring(template.indexOf("*/", start + 2) + 2, to).isBlank()) {
                throw new TemplateException(start, "nothing may stand behind a comment");
            }
            return;
        }
        int wordEnd = wordEnd(start, to);
        switch (template.substring(start, wordEnd)) {
            case "if" -> begin(Kind.IF, start, wordEnd, to, false);
            case "with" -> begin(Kind.WITH, start, wordEnd, to, false);
            case "range" -> begin(Kind.RANGE, start, wordEnd, to, false);
            case "else" -> otherwise(start, wordEnd, to);
            case "end" -> {
                nothingFrom(wordEnd, to);
                end(start);
            }
            default -> nodes.add(new Node.Output(new ActionParser(template, start, to).parse(), start));
        }
    }

    private int wordEnd(int start, int to) {
        int at = start;
        while (at < to && Character.isLetterOrDigit(template.charAt(at))) {
            at++;
        }
        return at;
    }

    private void begin(Kind kind, int position, int from, int to, boolean chained) throws TemplateException {
        if (open.size() >= DEEPEST) {
            throw new TemplateException(position, "blocks are nested more than " + DEEPEST + " deep");
        }
        Expression value = new ActionParser(template, from, to).parse();
        open.push(new Block(kind, position, nodes, value, null, chained));
        nodes = new ArrayList<>();
    }

    private void otherwise(int position, int from, int to) throws TemplateException {
        Block block = open.poll();
        if (block == null || block.then() != null) {
            throw new TemplateException(position, "else without an if, with or range before it");
        }
        open.push(new Block(block.kind(), block.position(), block.before(), block.value(), nodes, block.chained()));
        nodes = new ArrayList<>();
        int next = from;
        while (next < to && isSpace(template.charAt(next))) {
            next++;
        }
        int wordEnd = wordEnd(next, to);
        if (template.substring(next, wordEnd).equals("if") && block.kind() == Kind.IF) {
            begin(Kind.IF, position, wordEnd, to, true);
        } else {
            nothingFrom(from, to);
        }
    }

    private void end(int position) throws TemplateException {
        boolean chained = true;
        while (chained) {
            Block block = open.poll();
            if (block == null) {
                throw new TemplateException(position, "end without an if, with or range before it");
            }
            List<Node> then = block.then();
            List<Node> body = then == null ? nodes : then;
            List<Node> otherwise = then == null ? List.of() : nodes;
            nodes = block.before();
            nodes.add(
                    switch (block.kind()) {
                        case IF -> new Node.Choice(block.value(), body, otherwise);
                        case WITH -> new Node.With(block.value(), body, otherwise);
                        case RANGE -> new Node.Each(block.value(), body, otherwise, block.position());
                    });
            chained = block.chained();
        }
    }

    private void nothingFrom(int from, int to) throws TemplateException {
        if (!template.substring(from, to).isBlank()) {
            throw new TemplateException(from, "expected the closing braces");
        }
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
