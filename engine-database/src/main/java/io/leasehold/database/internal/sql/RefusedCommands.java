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
        if (dialect.has(Feature.BATCH_SEPARATOR)) {
            checkSeparator(statement, dialect);
        }
        if (dialect.has(Feature.SLASH_LINES)
                && statement.lines().anyMatch(line -> line.strip().equals("/"))) {
            throw new SqlTextException(
                    0,
                    "/ on a line of its own is a command of a client and no SQL: leave it out, blocks are kept whole");
        }
        if (dialect.has(Feature.ONE_TRANSACTION) && endsTransaction(words, dialect)) {
            throw new SqlTextException(
                    0, words.get(0) + " is not accepted: the statements already run in one transaction; leave it out");
        }
    }

    private static void checkSeparator(String statement, SqlDialect dialect) throws SqlTextException {
        for (Token token : Tokenizer.tokenize(statement, dialect)) {
            if (token.keyword(statement).equals("GO") && aloneOnItsLine(statement, token)) {
                throw new SqlTextException(
                        token.start(), "GO is a command of a client and no SQL: end statements with a semicolon");
            }
        }
    }

    private static boolean aloneOnItsLine(String statement, Token token) {
        int from = statement.lastIndexOf('\n', token.start()) + 1;
        int end = statement.indexOf('\n', token.end());
        String after = end < 0 ? statement.substring(token.end()) : statement.substring(token.end(), end);
        return statement.substring(from, token.start()).isBlank()
                && after.strip().matches("[0-9]*");
    }

    private static boolean endsTransaction(List<String> words, SqlDialect dialect) {
        String second = words.size() > 1 ? words.get(1) : "";
        return switch (words.get(0)) {
            case "START", "PREPARE" -> second.equals("TRANSACTION");
            // A block of Transact-SQL begins and ends with the same words.
            case "BEGIN" ->
                !dialect.has(Feature.BATCH_SEPARATOR) || second.startsWith("TRAN") || second.equals("DISTRIBUTED");
            case "ROLLBACK" -> !words.contains("TO");
            default -> TRANSACTION.contains(words.get(0));
        };
    }
}
