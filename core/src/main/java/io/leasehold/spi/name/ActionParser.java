package io.leasehold.spi.name;

import io.leasehold.internal.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses what is between the braces: a pipeline of commands. A command is a field, a literal, a pipeline in parentheses, or
 * a function with its arguments.
 *
 * <p>Not thread-safe; an instance parses one action once.
 */
final class ActionParser {

    private static final Set<String> KEYWORDS =
            Set.of("range", "with", "define", "template", "block", "break", "continue", "nil");

    private static final Set<String> CONTROLS = Set.of("if", "else", "end");

    private final String template;
    private final NameVocabulary vocabulary;
    private final int end;
    private int at;

    ActionParser(String template, NameVocabulary vocabulary, int from, int to) {
        this.template = template;
        this.vocabulary = vocabulary;
        this.at = from;
        this.end = to;
    }

    Expression parse() throws TemplateException {
        Expression pipeline = pipeline();
        if (at < end) {
            throw new TemplateException(at, "expected | or the closing braces");
        }
        return pipeline;
    }

    private Expression pipeline() throws TemplateException {
        Expression value = command(Optional.empty());
        while (skipSpace() && template.charAt(at) == '|') {
            at++;
            value = command(Optional.of(value));
        }
        return value;
    }

    /** A command, with the value that is piped into it. */
    private Expression command(Optional<Expression> piped) throws TemplateException {
        if (!skipSpace()) {
            throw new TemplateException(at, "expected a field, a function or a literal");
        }
        int start = at;
        if (isWordStart(template.charAt(at))) {
            TemplateFunction function = function();
            return call(function, arguments(piped), start);
        }
        Expression operand = operand();
        if (piped.isPresent()) {
            throw new TemplateException(start, "expected a function after |");
        }
        return operand;
    }

    private List<Expression> arguments(Optional<Expression> piped) throws TemplateException {
        List<Expression> arguments = new ArrayList<>();
        while (skipSpace() && template.charAt(at) != '|' && template.charAt(at) != ')') {
            int start = at;
            arguments.add(isWordStart(template.charAt(at)) ? call(function(), List.of(), start) : operand());
        }
        piped.ifPresent(arguments::add);
        return arguments;
    }

    private static Expression call(TemplateFunction function, List<Expression> arguments, int position)
            throws TemplateException {
        Optional<String> objection = function.objection(arguments.size());
        if (objection.isPresent()) {
            throw new TemplateException(position, objection.get());
        }
        return new Expression.Call(function, arguments, position);
    }

    private Expression operand() throws TemplateException {
        char c = template.charAt(at);
        if (c == '(') {
            return parenthesised();
        }
        if (c == '.') {
            return field();
        }
        if (c == '"' || c == '`') {
            return text(c);
        }
        if (c == '-' || isDigit(c)) {
            return number();
        }
        throw new TemplateException(
                at,
                c == '$'
                        ? "variables are not supported: use fields, functions and pipelines"
                        : "expected a field, a function, a literal or (");
    }

    private Expression parenthesised() throws TemplateException {
        int open = at;
        at++;
        Expression inner = pipeline();
        if (!skipSpace() || template.charAt(at) != ')') {
            throw new TemplateException(open, "the parenthesis is never closed: add )");
        }
        at++;
        return inner;
    }

    private Expression field() throws TemplateException {
        int start = at;
        at++;
        String name = word(true);
        return vocabulary
                .field(name)
                .orElseThrow(() -> new TemplateException(start, unknown("field", ".", name, vocabulary.fields())));
    }

    private TemplateFunction function() throws TemplateException {
        int start = at;
        String name = word(false);
        if (CONTROLS.contains(name)) {
            throw new TemplateException(start, name + " stands at the beginning of an action");
        }
        if (KEYWORDS.contains(name)) {
            throw new TemplateException(start, name + " is not supported: use fields, functions, pipelines and if");
        }
        return TemplateFunction.of(name)
                .orElseThrow(() ->
                        new TemplateException(start, unknown("function", "", name, TemplateFunction.spellings())));
    }

    private static String unknown(String what, String prefix, String name, List<String> known) {
        String meant = Nearest.to(name, known)
                .map(nearest -> "; did you mean " + prefix + nearest + "?")
                .orElse("");
        return "unknown " + what + " " + prefix + name + meant + " (" + what + "s: " + prefix
                + String.join(", " + prefix, known) + ")";
    }

    private Expression number() throws TemplateException {
        int start = at;
        at++;
        while (at < end && isDigit(template.charAt(at))) {
            at++;
        }
        boolean separate = at == end || " \t\r\n|)".indexOf(template.charAt(at)) >= 0;
        try {
            if (separate) {
                return new Expression.Literal(new TemplateValue.Whole(Long.parseLong(template.substring(start, at))));
            }
        } catch (NumberFormatException tooLarge) {
            throw new TemplateException(start, "the number is out of range");
        }
        throw new TemplateException(start, "expected a whole number in decimal digits");
    }

    private Expression text(char quote) throws TemplateException {
        int start = at;
        int close = at + 1;
        while (template.charAt(close) != quote) {
            close += quote == '"' && template.charAt(close) == '\\' ? 2 : 1;
        }
        String content = template.substring(start + 1, close);
        at = close + 1;
        return new Expression.Literal(TracedText.fixed(quote == '"' ? unescaped(content, start) : content));
    }

    private static String unescaped(String content, int position) throws TemplateException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\\') {
                i++;
                switch (content.charAt(i)) {
                    case '\\', '"' -> text.append(content.charAt(i));
                    case 't' -> text.append('\t');
                    case 'n' -> text.append('\n');
                    default ->
                        throw new TemplateException(position, "in quotes, a backslash may stand before \\ \" t n only");
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private String word(boolean dotted) {
        int start = at;
        while (at < end
                && (isWordStart(template.charAt(at))
                        || isDigit(template.charAt(at))
                        || (dotted && template.charAt(at) == '.'))) {
            at++;
        }
        return template.substring(start, at);
    }

    /** Skips white space; false when nothing follows in the action. */
    private boolean skipSpace() {
        while (at < end && " \t\r\n".indexOf(template.charAt(at)) >= 0) {
            at++;
        }
        return at < end;
    }

    private static boolean isWordStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
