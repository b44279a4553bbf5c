package io.leasehold.database.internal.username;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses a template: text, actions between double braces, comments, and trim markers (a hyphen between the braces and a
 * space, which removes the white space before or after the action).
 *
 * <p>Not thread-safe; an instance parses one template once.
 */
final class TemplateParser {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String template;
    private final List<Expression> parts = new ArrayList<>();

    private TemplateParser(String template) {
        this.template = template;
    }

    static Expression.Sequence parse(String template) throws TemplateException {
        return new TemplateParser(template).sequence();
    }

    private Expression.Sequence sequence() throws TemplateException {
        int at = 0;
        boolean trimStart = false;
        while (at <= template.length()) {
            int open = template.indexOf(OPEN, at);
            int textEnd = open < 0 ? template.length() : open;
            boolean trimEnd = open >= 0 && isTrimmedAfter(open);
            text(at, textEnd, trimStart, trimEnd);
            if (open < 0) {
                break;
            }
            int inner = open + (trimEnd ? 3 : 2);
            int close = closing(inner, open);
            trimStart = template.charAt(close - 1) == '-' && close - 1 > inner && isSpace(template.charAt(close - 2));
            action(inner, trimStart ? close - 1 : close);
            at = close + 2;
        }
        return new Expression.Sequence(parts);
    }

    private void text(int from, int to, boolean trimStart, boolean trimEnd) {
        String text = template.substring(from, to);
        text = trimStart ? text.stripLeading() : text;
        text = trimEnd ? text.stripTrailing() : text;
        if (!text.isEmpty()) {
            parts.add(new Expression.Literal(TracedText.fixed(text)));
        }
    }

    private void action(int from, int to) throws TemplateException {
        String action = template.substring(from, to).strip();
        if (action.startsWith("/*")) {
            if (!action.endsWith("*/") || action.length() < 4) {
                throw new TemplateException(from, "a comment must end with */ directly before the closing braces");
            }
            return;
        }
        parts.add(new ActionParser(template, from, to).parse());
    }

    private boolean isTrimmedAfter(int open) {
        return template.startsWith("-", open + 2) && open + 3 < template.length() && isSpace(template.charAt(open + 3));
    }

    /** The closing braces of an action: the first ones outside of quotes, or after the end of a comment. */
    private int closing(int from, int open) throws TemplateException {
        int at = from;
        if (template.substring(from).stripLeading().startsWith("/*")) {
            int end = template.indexOf("*/", template.indexOf("/*", from) + 2);
            at = end < 0 ? template.length() : end;
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
            } else if (template.startsWith(CLOSE, at)) {
                return at;
            }
        }
        throw new TemplateException(
                open,
                quote == 0 ? "the action is never closed: add }}" : "a quoted text in the action is never closed");
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
