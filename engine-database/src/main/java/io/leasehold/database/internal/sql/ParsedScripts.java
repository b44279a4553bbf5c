package io.leasehold.database.internal.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leasehold.error.InvalidRequestException;
import java.util.List;

/**
 * Scripts that were read before. Every account is made and removed by the same few texts, and reading them costs more than putting
 * values in. What is kept holds no values, and depends on the text alone, so that nothing has to be forgotten when a role changes.
 * Thread-safe.
 */
final class ParsedScripts {

    /** In characters of statements; the scripts themselves take a few times as much. */
    private static final long MOST_KEPT = 500_000;

    /** What an entry weighs beside its text. */
    private static final int LEAST_WEIGHT = 200;

    private static final Cache<Source, StatementScript> KEPT = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT)
            .<Source, StatementScript>weigher((source, script) -> source.weight())
            .executor(Runnable::run)
            .build();

    private ParsedScripts() {}

    /** What a script depends on. */
    private record Source(SqlDialect dialect, Placeholders placeholders, String field, List<String> statements) {

        private int weight() {
            long characters = LEAST_WEIGHT;
            for (String statement : statements) {
                characters += statement.length();
            }
            return (int) Math.min(Integer.MAX_VALUE, characters);
        }
    }

    /**
     * Reads a field, as {@link StatementScript#parse} does.
     *
     * @throws InvalidRequestException when a statement cannot be read; that is not kept
     */
    static StatementScript of(SqlDialect dialect, Placeholders placeholders, String field, List<String> statements) {
        return KEPT.get(
                new Source(dialect, placeholders, field, List.copyOf(statements)),
                source -> StatementScript.parse(dialect, placeholders, field, source.statements()));
    }
}
