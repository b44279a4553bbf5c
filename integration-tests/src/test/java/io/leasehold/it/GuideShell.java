package io.leasehold.it;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs commands of a guide, as they are printed there, on a broker: takes the words apart as a POSIX shell does (double
 * quotes, backslashes, joined lines) and hands them to the façade. Knows the few forms that the guides use.
 */
final class GuideShell {

    private final SecretBroker broker;
    private final Map<String, String> replaced;
    private final List<List<String>> commands;

    private GuideShell(SecretBroker broker, List<List<String>> commands, Map<String, String> replaced) {
        this.broker = broker;
        this.commands = commands;
        this.replaced = replaced;
    }

    /**
     * Opens a guide.
     *
     * @param broker whom the commands go to
     * @param resource the file with the guide's commands
     * @param replaced what a reader of the guide replaces by something of his own: a host, a lease id
     */
    static GuideShell of(SecretBroker broker, String resource, Map<String, String> replaced) {
        try (InputStream text = GuideShell.class.getResourceAsStream("/guides/" + resource)) {
            return new GuideShell(broker, parse(new String(text.readAllBytes(), StandardCharsets.UTF_8)), replaced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many commands there are. */
    int size() {
        return commands.size();
    }

    /** The words of a command after the program's name. */
    List<String> words(int index) {
        return commands.get(index).stream().skip(1).map(this::replace).toList();
    }

    /** Runs the command that begins so: the first such one that the guide has. */
    Object run(String beginning) {
        return runWith(beginning, Map.of());
    }

    /** Runs a command in which one more thing is replaced, such as the lease id that the guide made up. */
    Object runWith(String beginning, Map<String, String> more) {
        for (int i = 0; i < commands.size(); i++) {
            List<String> words = words(i);
            if (String.join(" ", words).startsWith(beginning)) {
                return execute(words.stream().map(word -> replaced(word, more)).toList());
            }
        }
        throw new IllegalArgumentException("the guide has no command that begins " + beginning);
    }

    Secret secret(String beginning) {
        return (Secret) run(beginning);
    }

    private Object execute(List<String> words) {
        List<String> arguments =
                words.stream().filter(word -> !word.startsWith("-")).toList();
        Map<String, String> flags = new LinkedHashMap<>();
        words.stream().filter(word -> word.startsWith("-")).forEach(word -> {
            int equals = word.indexOf('=');
            flags.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        });
        return switch (arguments.get(0)) {
            case "secrets" -> secrets(arguments, flags);
            case "lease" -> lease(arguments.get(1), arguments.get(2), flags);
            case "list" -> broker.list(arguments.get(1));
            case "read" -> read(arguments, flags);
            case "write" -> broker.write(arguments.get(1), fields(arguments.subList(2, arguments.size())));
            default -> throw new IllegalArgumentException(arguments.get(0));
        };
    }

    private Object secrets(List<String> arguments, Map<String, String> flags) {
        if (arguments.get(1).equals("enable")) {
            broker.mounts().enable(arguments.get(2), arguments.get(2));
        } else {
            MountOptions.Builder options = MountOptions.builder();
            if (flags.containsKey("-max-lease-ttl")) {
                options.maxLeaseTtl(hours(flags.get("-max-lease-ttl")));
            }
            if (flags.containsKey("-default-lease-ttl")) {
                options.defaultLeaseTtl(hours(flags.get("-default-lease-ttl")));
            }
            broker.mounts().tune(arguments.get(2), options.build());
        }
        return broker.mounts().list();
    }

    private Object lease(String what, String id, Map<String, String> flags) {
        return switch (what) {
            case "lookup" -> broker.leases().lookup(id);
            case "renew" ->
                (flags.containsKey("-increment")
                        ? broker.leases().renew(id, hours(flags.get("-increment")))
                        : broker.leases().renew(id));
            case "revoke" -> revoke(id, flags);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private Object revoke(String id, Map<String, String> flags) {
        if (flags.containsKey("-force")) {
            return broker.leases().revokeForce(id);
        }
        if (flags.containsKey("-prefix")) {
            return broker.leases().revokePrefix(id);
        }
        broker.leases().revoke(id);
        return 1;
    }

    private Secret read(List<String> arguments, Map<String, String> flags) {
        Map<String, Object> parameters = new LinkedHashMap<>(fields(arguments.subList(2, arguments.size())));
        if (flags.containsKey("-ttl")) {
            parameters.put("ttl", flags.get("-ttl"));
        }
        return broker.read(arguments.get(1), parameters);
    }

    private static Map<String, Object> fields(List<String> assignments) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            fields.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return fields;
    }

    private static Duration hours(String text) {
        return Duration.ofHours(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    private String replace(String word) {
        return replaced(word, replaced);
    }

    private static String replaced(String word, Map<String, String> replacements) {
        String result = word;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            result = result.replace(replacement.getKey(), replacement.getValue());
        }
        return result;
    }

    /**
     * The commands of a script, each as its words. See "Shell Command Language", 2.2 Quoting, in POSIX.1-2017: outside of
     * quotes a backslash quotes what follows; within double quotes only {@code $ ` " \} and a line's end; the end of a line
     * is dropped with its backslash.
     */
    static List<List<String>> parse(String script) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        for (int i = 0; i < script.length(); i++) {
            char c = script.charAt(i);
            if (c == '\\' && script.charAt(i + 1) == '\n') {
                i++;
            } else if (c == '\\' && (!quoted || "$`\"\\".indexOf(script.charAt(i + 1)) >= 0)) {
                word.append(script.charAt(++i));
                inWord = true;
            } else if (c == '"') {
                quoted = !quoted;
                inWord = true;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                if (c == '\n' && !words.isEmpty()) {
                    commands.add(List.copyOf(words));
                    words.clear();
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        return commands;
    }
}
