package io.leasehold.spi.name;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a template: text, actions between double braces, {@code if}, {@code else if}, {@code else} and {@code end}, comments,
 * and trim markers (a hyphen between the braces and a space, which removes the white space before or after the action).
 *
 * <p>Not thread-safe; an instance parses one template once.
 */
final class TemplateParser {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern CONTROL = Pattern.compile("[ \\t\\r\\n]*(if|else|end)(?![A-Za-z0-9_])");
    private static final Expression.Sequence NOTHING = new Expression.Sequence(List.of());

    private final String template;
    private final NameVocabulary vocabulary;
    private final Deque<Block> open = new ArrayDeque<>();
    private List<Expression> parts = new ArrayList<>();

    private TemplateParser(String template, NameVocabulary vocabulary) {
        this.template = template;
        this.vocabulary = vocabulary;
    }

    static Expression.Sequence parse(String template, NameVocabulary vocabulary) throws TemplateException {
        return new TemplateParser(template, vocabulary).sequence();
    }

    /**
     * An {@code if} that has not ended.
     *
     * @param position where it stands
     * @param before what comes before it
     * @param condition its condition
     * @param then what it stands for if that holds; null as long as this is being read
     * @param chained whether it is an {@code else if}, which ends with the one that it belongs to
     */
    private record Block(
            int position,
            List<Expression> before,
            Expression condition,
            Expression.@Nullable Sequence then,
            boolean chained) {}

    private Expression.Sequence sequence() throws TemplateException {
        int at = 0;
        boolean trimStart = false;
        while (at <= template.length()) {
            int braces = template.indexOf(OPEN, at);
            int textEnd = braces < 0 ? template.length() : braces;
            boolean trimEnd = braces >= 0 && isTrimmedAfter(braces);
            text(at, textEnd, trimStart, trimEnd);
            if (braces < 0) {
                break;
            }
            int inner = braces + (trimEnd ? 3 : 2);
            int close = closing(inner, braces);
            trimStart = template.charAt(close - 1) == '-' && close - 1 > inner && isSpace(template.charAt(close - 2));
            action(inner, trimStart ? close - 1 : close);
            at = close + 2;
        }
        if (!open.isEmpty()) {
            throw new TemplateException(open.peek().position(), "the if is never ended: add {{end}}");
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
        Matcher control = CONTROL.matcher(template).region(from, to);
        if (!control.lookingAt()) {
            parts.add(new ActionParser(template, vocabulary, from, to).parse());
            return;
        }
        int start = control.start(1);
        switch (control.group(1)) {
            case "if" -> begin(start, control.end(), to, false);
            case "end" -> {
                nothingAfter(control.end(), to);
                end(start);
            }
            default -> {
                otherwise(start);
                Matcher chained = CONTROL.matcher(template).region(control.end(), to);
                if (chained.lookingAt() && chained.group(1).equals("if")) {
                    begin(start, chained.end(), to, true);
                } else {
                    nothingAfter(control.end(), to);
                }
            }
        }
    }

    private void begin(int position, int from, int to, boolean chained) throws TemplateException {
        Expression condition = new ActionParser(template, vocabulary, from, to).parse();
        open.push(new Block(position, parts, condition, null, chained));
        parts = new ArrayList<>();
    }

    private void otherwise(int position) throws TemplateException {
        Block block = open.peek();
        if (block == null || block.then() != null) {
            throw new TemplateException(position, "else without an if before it");
        }
        open.pop();
        open.push(new Block(
                block.position(), block.before(), block.condition(), new Expression.Sequence(parts), block.chained()));
        parts = new ArrayList<>();
    }

    private void end(int position) throws TemplateException {
        boolean chained = true;
        while (chained) {
            Block block = open.poll();
            if (block == null) {
                throw new TemplateException(position, "end without an if before it");
            }
            Expression.Sequence read = new Expression.Sequence(parts);
            Expression.Sequence then = block.then();
            parts = block.before();
            parts.add(
                    then == null
                            ? new Expression.Choice(block.condition(), read, NOTHING)
                            : new Expression.Choice(block.condition(), then, read));
            chained = block.chained();
        }
    }

    private void nothingAfter(int from, int to) throws TemplateException {
        if (!template.substring(from, to).isBlank()) {
            throw new TemplateException(from, "expected the closing braces");
        }
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
