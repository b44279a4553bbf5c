package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that must not be seen, and the look for them. Thread-safe. */
final class Secrets {

    /** What follows PASSWORD in a statement: a verifier, or a password in clear. */
    private static final Pattern IN_STATEMENT = Pattern.compile("PASSWORD '((?:[^']|'')+)'");

    /** RFC 5803: iterations and salt are public, the stored key and the server key are what a thief wants. */
    private static final Pattern VERIFIER = Pattern.compile("SCRAM-SHA-256\\$\\d+:[^$]+\\$([^:]+):(.+)");

    private final Set<String> known = new ConcurrentSkipListSet<>();

    Secrets add(String secret) {
        assertThat(secret).hasSizeGreaterThan(7);
        known.add(secret);
        return this;
    }

    /** Takes the secrets out of statements, such as those that a server has logged. */
    Secrets addFromStatements(String statements) {
        Matcher matcher = IN_STATEMENT.matcher(statements);
        while (matcher.find()) {
            String value = matcher.group(1);
            Matcher verifier = VERIFIER.matcher(value);
            if (verifier.matches()) {
                known.add(verifier.group(1));
                known.add(verifier.group(2));
            } else if (value.length() > 7 && !value.contains("{{")) {
                known.add(value);
            }
        }
        return this;
    }

    int size() {
        return known.size();
    }

    void assertAbsentFrom(String what, String text) {
        // What surrounds a secret is shown, the secret itself is not.
        assertThat(known.stream()
                        .filter(text::contains)
                        .map(secret -> surroundings(text, secret))
                        .toList())
                .as("places of secrets in %s", what)
                .isEmpty();
    }

    private String surroundings(String text, String secret) {
        int at = text.indexOf(secret);
        String around = text.substring(Math.max(0, at - 120), Math.min(text.length(), at + secret.length() + 60));
        for (String other : known) {
            around = around.replace(other, "[SECRET]");
        }
        return around;
    }

    void assertAbsentFrom(String what, Collection<?> values) {
        values.forEach(value -> assertAbsentFrom(what, value instanceof Throwable t ? textOf(t) : value.toString()));
    }

    /** Everything that a logger would print of an error: messages, causes, suppressed errors, stacks. */
    static String textOf(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
