package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Textual encodings (RFC 7468). Pure functions. */
public final class Pem {

    /** The longest text that is read: enough for hundreds of certificates. */
    static final int LONGEST = 1_000_000;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LINE = 64;

    private Pem() {}

    /** A block. Immutable. */
    public static final class Block {

        private final String label;
        private final byte[] content;

        /**
         * Makes one.
         *
         * @param label what it says it is, such as {@code CERTIFICATE}
         * @param content its bytes
         */
        public Block(String label, byte[] content) {
            this.label = label;
            this.content = content.clone();
        }

        /**
         * What it says it is.
         *
         * @return such as {@code CERTIFICATE}
         */
        public String label() {
            return label;
        }

        /**
         * Its bytes.
         *
         * @return a copy
         */
        public byte[] content() {
            return content.clone();
        }

        /**
         * Its text.
         *
         * @return PEM, without a line break at its end
         */
        public String text() {
            return write(label, content);
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Writes a block.
     *
     * @param label what it is
     * @param content its bytes
     * @return the text, without a line break at its end
     */
    public static String write(String label, byte[] content) {
        return ofBase64(label, Base64.getEncoder().encodeToString(content));
    }

    /**
     * Writes a block.
     *
     * @param label what it is
     * @param base64 its bytes in base64, without line breaks
     * @return the text, without a line break at its end
     */
    public static String ofBase64(String label, String base64) {
        int lines = (base64.length() + LINE - 1) / LINE;
        int frame = BEGIN.length() + END.length() + 2 * (label.length() + DASHES.length()) + 2;
        StringBuilder text = new StringBuilder(frame + base64.length() + lines);
        text.append(BEGIN).append(label).append(DASHES).append('\n');
        for (int from = 0; from < base64.length(); from += LINE) {
            text.append(base64, from, Math.min(from + LINE, base64.length())).append('\n');
        }
        return text.append(END).append(label).append(DASHES).toString();
    }

    /**
     * Writes a certificate.
     *
     * @param der the certificate
     * @return the text, without a line break at its end
     */
    public static String certificate(byte[] der) {
        return write("CERTIFICATE", der);
    }

    /**
     * Reads all blocks of a text; what is between them is explanatory text and passed over.
     *
     * @param field where the text comes from, for errors, which never quote it
     * @param text the text
     * @return the blocks, at least one
     * @throws InvalidRequestException when there is none, or one is malformed
     */
    public static List<Block> read(String field, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidRequestException(
                    field, "has " + text.length() + " characters: " + LONGEST + " are the most that is read");
        }
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        while (true) {
            int begin = text.indexOf(BEGIN, from);
            if (begin < 0) {
                break;
            }
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
            if (labelEnd < 0 || label.length() > 64 || label.indexOf('\n') >= 0) {
                throw new InvalidRequestException(field, "a PEM block does not begin as it should");
            }
            int end = text.indexOf(END + label + DASHES, labelEnd);
            if (end < 0) {
                throw new InvalidRequestException(field, "a PEM block has no end: it is cut off");
            }
            blocks.add(new Block(label, decode(field, text.substring(labelEnd + DASHES.length(), end))));
            from = end + END.length() + label.length() + DASHES.length();
        }
        if (blocks.isEmpty()) {
            throw new InvalidRequestException(field, "contains no data in PEM: give it with its BEGIN and END lines");
        }
        return blocks;
    }

    private static byte[] decode(String field, String body) {
        if (body.indexOf(':') >= 0) {
            throw new InvalidRequestException(
                    field, "a PEM block has headers: encrypted keys are not read, decrypt them before");
        }
        StringBuilder compact = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char character = body.charAt(i);
            if (character != '\n' && character != '\r' && character != ' ' && character != '\t') {
                compact.append(character);
            }
        }
        try {
            return Base64.getDecoder().decode(compact.toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(field, "a PEM block is not in base64");
        }
    }
}
