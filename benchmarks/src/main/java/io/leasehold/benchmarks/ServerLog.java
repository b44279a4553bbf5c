package io.leasehold.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads executed statements from a server log that was written with {@link #SETTINGS}. */
final class ServerLog {

    /** Settings that make the server write what {@link #read} reads. */
    static final Map<String, String> SETTINGS =
            Map.of("log_statement", "all", "log_line_prefix", "@%p|%d|", "log_parameter_max_length", "-1");

    private static final Pattern EXECUTED =
            Pattern.compile("@(\\d+)\\|([^|]*)\\|LOG: {2}(?:statement|execute [^:]*): (.*)", Pattern.DOTALL);
    private static final Pattern DETAIL =
            Pattern.compile("@(\\d+)\\|[^|]*\\|DETAIL: {2}[Pp]arameters: (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']|'')*')");

    private ServerLog() {}

    static List<CapturedStatement> read(String log) {
        List<CapturedStatement> statements = new ArrayList<>();
        for (String entry : log.replace("\n\t", "\n").split("\n(?=@\\d+\\|)", -1)) {
            Matcher executed = EXECUTED.matcher(entry);
            Matcher detail = DETAIL.matcher(entry);
            if (executed.matches()) {
                statements.add(new CapturedStatement(
                        executed.group(1), executed.group(2), executed.group(3).strip(), List.of()));
            } else if (detail.matches() && !statements.isEmpty()) {
                CapturedStatement last = statements.remove(statements.size() - 1);
                statements.add(new CapturedStatement(
                        last.session(), last.database(), last.sql(), parameters(detail.group(2))));
            }
        }
        return statements;
    }

    private static List<String> parameters(String text) {
        List<String> values = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String value = parameter.group(1);
            values.add(
                    value.equals("NULL")
                            ? ""
                            : value.substring(1, value.length() - 1).replace("''", "'"));
        }
        return values;
    }
}
