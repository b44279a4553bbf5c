package io.leasehold.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Sends captured statements again over one plain JDBC connection, each time for another account: the bare operation that the
 * broker is compared with. Statements that travelled together travel together again. Used by one thread.
 */
final class Replay implements Load.Operation, AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");
    private static final Pattern ADVISORY = Pattern.compile("-?\\d{6,}");

    private final Connection connection;
    private final List<Step> steps;
    private final String account;
    private final String key;

    private record Step(String sql, List<String> parameters, boolean commit) {}

    /**
     * Prepares a replay.
     *
     * @param connection a connection of its own
     * @param statements what was captured, of one session
     * @param account the account's name in them
     */
    Replay(Connection connection, List<CapturedStatement> statements, String account) throws SQLException {
        this.connection = connection;
        this.account = account;
        this.key = statements.stream()
                .filter(statement -> statement.sql().contains("pg_advisory_xact_lock"))
                .flatMap(statement -> statement.parameters().stream())
                .filter(value -> ADVISORY.matcher(value).matches())
                .findFirst()
                .orElse("");
        this.steps = steps(statements);
        connection.setAutoCommit(false);
    }

    private static List<Step> steps(List<CapturedStatement> statements) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            CapturedStatement statement = statements.get(i);
            if (statement.begins()) {
                continue;
            }
            if (statement.commits()) {
                steps.add(new Step("", List.of(), true));
                continue;
            }
            StringBuilder sql = new StringBuilder(marks(statement.sql()));
            List<String> parameters = new ArrayList<>(statement.parameters());
            if (statement.leadsThree()) {
                for (int more = 0; more < 2; more++) {
                    CapturedStatement next = statements.get(++i);
                    sql.append("; ").append(marks(next.sql()));
                    parameters.addAll(next.parameters());
                }
            }
            steps.add(new Step(sql.toString(), parameters, false));
        }
        return steps;
    }

    private static String marks(String sql) {
        return PARAMETER.matcher(sql).replaceAll("?");
    }

    @Override
    public void run() throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String fresh = account.substring(0, Math.max(0, account.length() - 12))
                + "%012d".formatted(random.nextLong(1_000_000_000_000L));
        String freshKey = Long.toString(random.nextLong());
        for (Step step : steps) {
            if (step.commit()) {
                connection.commit();
            } else if (step.parameters().isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.setEscapeProcessing(false);
                    statement.execute(step.sql().replace(account, fresh));
                }
            } else {
                prepared(step, fresh, freshKey);
            }
        }
    }

    private void prepared(Step step, String fresh, String freshKey) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(step.sql())) {
            List<String> parameters = step.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                String value = parameters.get(i).equals(key)
                        ? freshKey
                        : parameters.get(i).replace(account, fresh);
                statement.setObject(i + 1, value, Types.OTHER);
            }
            boolean rows = statement.execute();
            while (rows || statement.getUpdateCount() >= 0) {
                rows = statement.getMoreResults();
            }
        }
    }

    int roundTrips() {
        return steps.size();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
