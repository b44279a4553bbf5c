package io.leasehold.sink.internal.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses what is between the braces: a pipeline of commands. A command is a field, a literal, a pipeline in parentheses, or a
 * function with its arguments. Not thread-safe; an instance parses one action once.
 */
final class ActionParser {

    private static final Set<String> UNSUPPORTED =
            Set.of("define", "template", "block", "break", "continue", "if", "else", "end", "with", "range");

    private static final int DEEPEST = 50;

    private final String template;
    private final int end;
    private int at;
    private int depth;

    ActionParser(String template, int from, int to) {
        this.template = template;
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
        if (++depth > DEEPEST) {
            throw new TemplateException(at, "parentheses are nested more than " + DEEPEST + " deep");
        }
        Expression value = command(null);
        while (skipSpace() && template.charAt(at) == '|') {
            at++;
            value = command(value);
        }
        depth--;
        return value;
    }

    private Expression command(@Nullable Expression piped) throws TemplateException {
        if (!skipSpace()) {
            throw new TemplateException(at, "expected a field, a function or a literal");
        }
        int start = at;
        if (isWordStart(template.charAt(at))) {
            return call(word(), piped, start);
        }
        Expression operand = operand();
        if (piped != null) {
            throw new TemplateException(start, "expected a function after |");
        }
        return operand;
    }

    private Expression call(String name, @Nullable Expression piped, int start) throws TemplateException {
        Optional<Expression> constant = constant(name);
        if (constant.isPresent() && piped == null) {
            return constant.get();
        }
        List<Expression> arguments = new ArrayList<>();
        while (skipSpace() && template.charAt(at) != '|' && template.charAt(at) != ')') {
            arguments.add(argument());
        }
        if (piped != null) {
            arguments.add(piped);
        }
        if (name.equals("secret")) {
            return new Expression.OfSecret(query(arguments, start), start);
        }
        if (UNSUPPORTED.contains(name)) {
            throw new TemplateException(start, name + " cannot stand here");
        }
        Function function = Function.of(name)
                .orElseThrow(() -> new TemplateException(
                        start, "unknown function " + name + "; there are secret, " + Function.known()));
        Optional<String> objection = function.objection(arguments.size());
        if (objection.isPresent()) {
            throw new TemplateException(start, objection.get());
        }
        return new Expression.Call(function, arguments, start);
    }

    private Expression argument() throws TemplateException {
        int start = at;
        if (!isWordStart(template.charAt(at))) {
            return operand();
        }
        String name = word();
        return constant(name)
                .orElseThrow(() -> new TemplateException(
                        start, "a function as an argument must stand in parentheses: (" + name + " …)"));
    }

    private static Optional<Expression> constant(String name) {
        return switch (name) {
            case "true" -> Optional.of(new Expression.Literal(true));
            case "false" -> Optional.of(new Expression.Literal(false));
            default -> Optional.empty();
        };
    }

    /** A secret has to be known when the template is read: it is opened once, before anything is written. */
    private static SecretQuery query(List<Expression> arguments, int position) throws TemplateException {
        List<String> texts = new ArrayList<>();
        for (Expression each : arguments) {
            if (!(each instanceof Expression.Literal literal) || !(literal.value() instanceof String text)) {
                throw new TemplateException(
                        position, "secret takes quoted texts: a path, and parameters as \"name=value\"");
            }
            texts.add(text);
        }
        if (texts.isEmpty() || texts.get(0).isBlank()) {
            throw new TemplateException(position, "secret needs a path");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : texts.subList(1, texts.size())) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new TemplateException(position, "a parameter of secret must be written as \"name=value\"");
            }
            String name = each.substring(0, equals);
            if (parameters.put(name, each.substring(equals + 1)) != null) {
                throw new TemplateException(position, "the parameter " + name + " is given twice");
            }
        }
        return new SecretQuery(texts.get(0), parameters);
    }

    private Expression operand() throws TemplateException {
        char c = template.charAt(at);
        if (c == '(') {
            return parenthesised();
        }
        if (c == '.') {
            return fields();
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
                        ? "variables are not supported: use with, range, fields and pipelines"
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

    private Expression fields() throws TemplateException {
        int start = at;
        List<String> names = new ArrayList<>();
        at++;
        if (at == end || !isWordStart(template.charAt(at))) {
            return new Expression.Fields(names, start);
        }
        names.add(word());
        while (at < end && template.charAt(at) == '.') {
            at++;
            int name = at;
            names.add(word());
            if (at == name) {
                throw new TemplateException(name, "expected the name of a field after the dot");
            }
        }
        return new Expression.Fields(names, start);
    }

    private Expression number() throws TemplateException {
        int start = at;
        at++;
        while (at < end && isDigit(template.charAt(at))) {
            at++;
        }
        if (at == end || " \t\r\n|)".indexOf(template.charAt(at)) >= 0) {
            try {
                return new Expression.Literal(Long.parseLong(template.substring(start, at)));
            } catch (NumberFormatException e) {
                throw new TemplateException(start, "the number is out of range");
            }
        }
        throw new TemplateException(start, "expected a whole number in decimal digits");
    }

    /** The end of the action was found outside of quotes, so each quoted text ends before it. */
    private Expression text(char quote) throws TemplateException {
        int start = at;
        StringBuilder content = new StringBuilder();
        at++;
        while (template.charAt(at) != quote) {
            char c = template.charAt(at);
            at++;
            if (c == '\\' && quote == '"') {
                content.append(escaped(template.charAt(at), start));
                at++;
            } else {
                content.append(c);
            }
        }
        at++;
        return new Expression.Literal(content.toString());
    }

    private static char escaped(char c, int position) throws TemplateException {
        return switch (c) {
            case '\\', '"' -> c;
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default ->
                throw new TemplateException(position, "in quotes, a backslash may stand before \\ \" t n r only");
        };
    }

    private String word() {
        int start = at;
        while (at < end && (isWordStart(template.charAt(at)) || isDigit(template.charAt(at)))) {
            at++;
        }
        return template.substring(start, at);
    }

    private boolean skipSpace() {
        while (at < end && TemplateParser.isSpace(template.charAt(at))) {
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
