package io.leasehold.database.internal.sql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Undoes the wrappings in which an element of a list of statements may come: base64, and a JSON array of strings.
 *
 * <p>Plain SQL is never taken for base64: the alphabet has no white space but line ends, no quotes and no semicolon, so
 * the only statements spelled in it are single words such as {@code COMMIT}; and what is decoded must be canonical base64 of
 * printable UTF-8 that reads as SQL of at least two words, or as a JSON array, which the decoding of a word never does.
 */
final class StatementElement {

    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9+/\r\n]++={0,2}+[\r\n]*+");

    private StatementElement() {}

    /**
     * Takes an element apart.
     *
     * @param element the element as sent
     * @param dialect how SQL is read
     * @return texts of SQL, each of which may still hold several statements
     * @throws SqlTextException when it is an array of something else than strings
     */
    static List<String> unwrap(String element, SqlDialect dialect) throws SqlTextException {
        String text = decoded(element.strip(), dialect);
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return List.of(text);
        }
        JsonNode array;
        try {
            array = JsonMapper.shared().readTree(text);
        } catch (JacksonException notJson) {
            // Not passed on: it quotes the text. An SQL Server name in brackets comes here too.
            return List.of(text);
        }
        List<String> statements = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isString()) {
                throw new SqlTextException(0, "a JSON array of statements may hold strings only");
            }
            statements.add(item.stringValue());
        }
        return statements;
    }

    private static String decoded(String element, SqlDialect dialect) {
        if (!ALPHABET.matcher(element).matches()) {
            return element;
        }
        String packed = element.replaceAll("[\r\n]", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(packed);
            String unpadded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            boolean canonical =
                    packed.equals(unpadded) || packed.equals(Base64.getEncoder().encodeToString(bytes));
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
            return canonical && isPrintable(text) && readsAsSql(text, dialect) ? text : element;
        } catch (IllegalArgumentException | CharacterCodingException notBase64) {
            return element;
        }
    }

    private static boolean isPrintable(String text) {
        return text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || !Character.isISOControl(c));
    }

    /** Whether a text has two words or is an array. One that has them but is never closed is SQL too, with an error. */
    private static boolean readsAsSql(String text, SqlDialect dialect) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return true;
        }
        Tokenizer tokenizer = new Tokenizer(text, dialect);
        try {
            tokenizer.readAll();
        } catch (SqlTextException incomplete) {
            return looksLikeSql(text, tokenizer.tokens());
        }
        return looksLikeSql(text, tokenizer.tokens());
    }

    private static boolean looksLikeSql(String text, List<Token> tokens) {
        List<Token> solid =
                tokens.stream().filter(token -> !token.kind().isBlank()).toList();
        return solid.size() >= 2
                && solid.stream().anyMatch(token -> token.kind() == TokenKind.WORD)
                && text.chars().anyMatch(c -> Characters.isSpace((char) c));
    }
}
