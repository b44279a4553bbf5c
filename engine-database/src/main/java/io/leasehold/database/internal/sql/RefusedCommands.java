package io.leasehold.database.internal.sql;

import io.leasehold.database.internal.sql.SqlDialect.Feature;
import java.util.List;
import java.util.Set;

/** Refuses what only looks like a statement, and what would end the transaction that the statements run in. */
final class RefusedCommands {

    private static final Set<String> TRANSACTION = Set.of("BEGIN", "COMMIT", "END", "ABORT");

    private RefusedCommands() {}

    static void check(String statement, SqlDialect dialect) throws SqlTextException {
        List<String> words = Tokenizer.tokenize(statement, dialect).stream()
                .filter(token -> !token.kind().isBlank())
                .map(token -> token.keyword(statement))
                .limit(4)
                .toList();
        if (words.get(0).equals("DELIMITER")) {
            throw new SqlTextException(
                    0, "DELIMITER is a command of a client and no SQL: leave it out, compound bodies are kept whole");
        }
        if (dialect.has(Feature.ONE_TRANSACTION) && endsTransaction(words)) {
            throw new SqlTextException(
                    0, words.get(0) + " is not accepted: the statements already run in one transaction; leave it out");
        }
    }

    private static boolean endsTransaction(List<String> words) {
        String second = words.size() > 1 ? words.get(1) : "";
        return switch (words.get(0)) {
            case "START", "PREPARE" -> second.equals("TRANSACTION");
            case "ROLLBACK" -> !words.contains("TO");
            default -> TRANSACTION.contains(words.get(0));
        };
    }
}
