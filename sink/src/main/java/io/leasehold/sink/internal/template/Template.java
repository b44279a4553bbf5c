package io.leasehold.sink.internal.template;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A parsed template. Immutable and thread-safe. */
public final class Template {

    /** More than any sensible template has. */
    private static final int LONGEST = 500_000;

    private final String name;
    private final String text;
    private final List<Node> nodes;
    private final Set<SecretQuery> queries;

    private Template(String name, String text, List<Node> nodes, Set<SecretQuery> queries) {
        this.name = name;
        this.text = text;
        this.nodes = nodes;
        this.queries = queries;
    }

    /**
     * Reads a template.
     *
     * @param name what it is called in messages, such as its file's name
     * @param text the template
     * @return the template
     * @throws InvalidRequestException when it cannot be read, with line and column, both from 1
     */
    public static Template parse(String name, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidRequestException(
                    "template", name + " has " + text.length() + " characters but may have " + LONGEST);
        }
        try {
            List<Node> nodes = new TemplateParser(text).parse();
            Set<SecretQuery> queries = new LinkedHashSet<>();
            Queries.of(nodes, queries);
            return new Template(name, text, nodes, Collections.unmodifiableSet(queries));
        } catch (TemplateException e) {
            throw problem(name, text, e);
        }
    }

    /**
     * The secrets that it names itself.
     *
     * @return in the order in which they stand there; empty for one that is about the secret it is given
     */
    public Set<SecretQuery> queries() {
        return queries;
    }

    /**
     * Evaluates it.
     *
     * @param secrets gives what it names
     * @param own what it is about outside of {@code with secret}; null for nothing
     * @return the text
     * @throws InvalidRequestException when a value is missing or of the wrong kind, with line and column
     */
    public String render(Function<SecretQuery, Secret> secrets, @Nullable Secret own) {
        try {
            return new Rendering(secrets).render(nodes, own == null ? null : Rendering.view(own));
        } catch (TemplateException e) {
            throw problem(name, text, e);
        }
    }

    private static InvalidRequestException problem(String name, String text, TemplateException e) {
        int position = Math.min(e.position(), text.length());
        String before = text.substring(0, position);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = position - before.lastIndexOf('\n');
        return new InvalidRequestException(
                "template", name + ", line " + line + ", column " + column + ": " + e.problem());
    }

    @Override
    public String toString() {
        return "template " + name;
    }
}
