package io.leasehold.database.mssql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the meaning of a statement. There are two lists: what sessions need, and what changes accounts. */
final class StandInStatements {

    static final String NAME = "(\\[(?:[^\\]]|\\]\\])+\\]|[A-Za-z_][A-Za-z0-9_]*)";
    static final String TEXT = "N?'((?:[^']|'')*)'";

    private final List<Rule> rules = new ArrayList<>();

    StandInStatements(StandInState state, StandInSession session) {
        new SessionStatements(state, session).addTo(this);
        new AccountStatements(state, session).addTo(this);
        new CatalogueStatements(state, session).addTo(this);
    }

    /** What a statement that matches does. */
    interface Meaning {
        Optional<Rows> of(Matcher matcher, List<Object> parameters) throws SqlError, InterruptedException;
    }

    /** What a statement does that answers nothing. */
    interface Command {
        void run(Matcher matcher, List<Object> parameters) throws SqlError, InterruptedException;
    }

    private record Rule(Pattern pattern, Meaning meaning) {}

    void query(String pattern, Meaning meaning) {
        rules.add(new Rule(Pattern.compile("(?is)\\s*" + pattern + "\\s*;?\\s*"), meaning));
    }

    void command(String pattern, Command command) {
        query(pattern, (matcher, parameters) -> {
            command.run(matcher, parameters);
            return Optional.empty();
        });
    }

    Optional<Rows> execute(String sql, List<Object> parameters) throws SqlError, InterruptedException {
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(sql);
            if (matcher.matches()) {
                return rule.meaning().of(matcher, parameters);
            }
        }
        throw new SqlError(102, "Incorrect syntax near '" + sql + "'.");
    }

    /** A name without its brackets. */
    static String name(String written) {
        return written.startsWith("[")
                ? written.substring(1, written.length() - 1).replace("]]", "]")
                : written;
    }

    static String text(String written) {
        return written.replace("''", "'");
    }
}
