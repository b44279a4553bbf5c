package io.leasehold.database.internal.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells which quoted texts of a statement are code, and whether that code can be read with the same tokenizer. */
final class EmbeddedCode {

    private static final Set<String> READABLE_LANGUAGES = Set.of("SQL", "PLPGSQL");
    /** Enough words to hold CREATE OR REPLACE FUNCTION. */
    private static final int HEADER = 4;

    private EmbeddedCode() {}

    /**
     * Whether the quoted text at an index is code: the body of a {@code DO} block or of a routine, or the operand of
     * {@code EXECUTE} in such a body.
     */
    static boolean isCode(String text, List<Token> tokens, int index, boolean inBody) {
        List<String> header = solid(tokens).stream()
                .limit(HEADER)
                .map(token -> token.keyword(text))
                .toList();
        if (header.isEmpty()) {
            return false;
        }
        boolean block = header.get(0).equals("DO");
        boolean routine =
                header.get(0).equals("CREATE") && (header.contains("FUNCTION") || header.contains("PROCEDURE"));
        String previous = keywordBefore(text, tokens, index);
        return block || (routine && previous.equals("AS")) || (inBody && previous.equals("EXECUTE"));
    }

    /** Whether the language that a statement names for its body, if any, is one that reads like SQL. */
    static boolean isReadable(String text, List<Token> tokens) {
        List<Token> solid = solid(tokens);
        for (int i = 0; i + 1 < solid.size(); i++) {
            if (solid.get(i).keyword(text).equals("LANGUAGE")) {
                Token name = solid.get(i + 1);
                String language =
                        text.substring(name.contentStart(), name.contentEnd()).toUpperCase(Locale.ROOT);
                return READABLE_LANGUAGES.contains(language);
            }
        }
        return true;
    }

    private static String keywordBefore(String text, List<Token> tokens, int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (!tokens.get(i).kind().isBlank()) {
                return tokens.get(i).keyword(text);
            }
        }
        return "";
    }

    private static List<Token> solid(List<Token> tokens) {
        return tokens.stream().filter(token -> !token.kind().isBlank()).toList();
    }
}
