package io.leasehold.database.internal.sql;

import java.util.Set;

/**
 * Follows the words of a statement and tells whether a semicolon stands inside a compound body and so does not end the
 * statement. {@code BEGIN} and {@code CASE} open, {@code END} closes; {@code END IF}, {@code END LOOP} and the like belong
 * to openers that are not counted. This is the rule of psql, extended to the routines of other products.
 *
 * <p>Not thread-safe; one instance per statement.
 */
final class BlockDepth {

    private static final Set<String> ROUTINES = Set.of("FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE");
    private static final Set<String> UNCOUNTED = Set.of("IF", "LOOP", "REPEAT", "WHILE", "FOR");
    private static final Set<String> TRANSACTION = Set.of("TRAN", "TRANSACTION", "WORK", "DISTRIBUTED");

    private final SqlDialect.Blocks blocks;
    private String first = "";
    private String previous = "";
    private String beforePrevious = "";
    private boolean routine;
    private boolean afterDot;
    /** Whether the previous word was an END that counted: the one in END IF turns out not to, when IF is read. */
    private boolean closed;

    /** Whether the body at hand has begun with declarations, and its BEGIN is still to come. */
    private boolean declaring;

    private int depth;
    private int opened;

    BlockDepth(SqlDialect dialect) {
        this.blocks = dialect.blocks();
    }

    /** Whether the statement goes on past a semicolon here. */
    boolean inside() {
        return depth > 0;
    }

    /** The offset of the {@code BEGIN} that opened the body. */
    int opened() {
        return opened;
    }

    void accept(Token token, String text) {
        if (token.kind().isBlank()) {
            return;
        }
        String word = token.keyword(text);
        if (afterDot) {
            word = "";
        }
        afterDot = token.kind() == TokenKind.SYMBOL && text.charAt(token.start()) == '.';
        if (first.isEmpty()) {
            first = word.isEmpty() ? "-" : word;
        }
        routine |= depth == 0 && first.equals("CREATE") && ROUTINES.contains(word);
        int before = depth;
        depth = Math.max(0, depth + (before > 0 || closed ? change(word) : opening(word)));
        if (before == 0 && depth > 0 && !closed) {
            opened = token.start();
        }
        closed = before > 0 && word.equals("END");
        beforePrevious = previous;
        previous = word;
    }

    private int opening(String word) {
        boolean begin = word.equals("BEGIN");
        boolean atomic = word.equals("ATOMIC");
        boolean opens = switch (blocks) {
            case NOWHERE -> false;
            case ATOMIC_ROUTINES -> routine && atomic && previous.equals("BEGIN");
            case ROUTINES -> (routine && begin) || (atomic && beforePrevious.equals("BEGIN") && previous.equals("NOT"));
            case ANYWHERE -> begin;
            case PL_SQL -> {
                declaring = (word.equals("DECLARE") && previous.isEmpty())
                        || (routine && (word.equals("IS") || word.equals("AS")));
                yield begin || declaring;
            }
            case WHOLE -> false;
        };
        return opens ? 1 : 0;
    }

    private int change(String word) {
        if (word.equals("BEGIN")) {
            int deeper = declaring ? 0 : 1;
            declaring = false;
            return deeper;
        }
        if (word.equals("CASE")) {
            return previous.equals("END") ? 0 : 1;
        }
        if (word.equals("END")) {
            return -1;
        }
        boolean uncounted = UNCOUNTED.contains(word) && previous.equals("END");
        boolean transaction = TRANSACTION.contains(word) && previous.equals("BEGIN");
        return uncounted ? 1 : transaction ? -1 : 0;
    }
}
