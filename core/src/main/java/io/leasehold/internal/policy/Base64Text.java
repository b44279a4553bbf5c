package io.leasehold.internal.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Takes base64 off a text, where that is what it is. */
final class Base64Text {

    private Base64Text() {}

    /**
     * Decodes a text, which may be broken into lines, as commands do that encode files.
     *
     * @param text any text
     * @return the decoded text; empty when it is not base64 throughout, or of something that is no printable UTF-8 text
     */
    static Optional<String> decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return decoded.codePoints().allMatch(Base64Text::isText) ? Optional.of(decoded) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isText(int c) {
        return c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c);
    }
}
