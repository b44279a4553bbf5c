package io.leasehold.database.mssql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the tokens of an answer (MS-TDS 2.2.7). Columns are numbers of eight bytes, or texts. */
final class TdsReply {

    /** NULL, by the length that no value has. */
    private static final byte[] NO_TEXT = {(byte) 0xFF, (byte) 0xFF};

    private static final byte[] NO_NUMBER = {0};

    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};
    private static final int NVARCHAR = 0xE7;
    private static final int INTN = 0x26;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    /** PRELOGIN: version, encryption, no more (MS-TDS 2.2.6.5). */
    TdsReply prelogin(int encryption) {
        // Two options of five bytes each, the terminator, and then their values.
        u8(0).be16(11).be16(6);
        u8(1).be16(17).be16(1);
        u8(0xFF);
        u8(16).u8(0).be16(1000).be16(0);
        return u8(encryption);
    }

    TdsReply loginAccepted(String database) {
        databaseChanged(database, "");
        u8(0xE3).token(new TdsReply()
                .u8(7)
                .u8(COLLATION.length)
                .bytes(COLLATION)
                .u8(0));
        TdsReply body = new TdsReply();
        body.u8(1).bytes(new byte[] {0x74, 0, 0, 4});
        body.shortText("Microsoft SQL Server").u8(16).u8(0).u8(3).u8(0xE8);
        u8(0xAD).token(body);
        return done(0xFD, 0, 0);
    }

    TdsReply databaseChanged(String to, String from) {
        TdsReply body = new TdsReply().u8(1).shortText(to).shortText(from);
        return u8(0xE3).token(body);
    }

    TdsReply error(SqlError error) {
        String message = String.valueOf(error.getMessage());
        TdsReply body = new TdsReply().le32(error.number).u8(1).u8(error.fatal ? 20 : 16);
        body.le16(message.length())
                .text(message)
                .shortText("standin")
                .shortText("")
                .le32(1);
        return u8(0xAA).token(body);
    }

    TdsReply rows(Rows rows) {
        u8(0x81).le16(rows.columns().size());
        for (Rows.Column column : rows.columns()) {
            le32(0).le16(1);
            if (column.text()) {
                u8(NVARCHAR).le16(8000).bytes(COLLATION);
            } else {
                u8(INTN).u8(8);
            }
            shortText(column.name());
        }
        for (List<Object> row : rows.values()) {
            u8(0xD1);
            for (int i = 0; i < row.size(); i++) {
                value(rows.columns().get(i).text(), row.get(i));
            }
        }
        return this;
    }

    private void value(boolean text, Object value) {
        if (value == null) {
            bytes(text ? NO_TEXT : NO_NUMBER);
        } else if (text) {
            String string = String.valueOf(value);
            le16(string.length() * 2).text(string);
        } else {
            u8(8).le64(((Number) value).longValue());
        }
    }

    /** DONE, DONEPROC or DONEINPROC. */
    TdsReply done(int token, int status, long count) {
        return u8(token).le16(status).le16(0).le64(count);
    }

    TdsReply returnStatus(int status) {
        return u8(0x79).le32(status);
    }

    /** The handle of a prepared statement, as the output parameter that it is. */
    TdsReply handle(int handle) {
        u8(0xAC).le16(0).shortText("").u8(1).le32(0).le16(0);
        return u8(INTN).u8(4).u8(4).le32(handle);
    }

    private TdsReply token(TdsReply body) {
        byte[] content = body.bytes();
        return le16(content.length).bytes(content);
    }

    private TdsReply shortText(String text) {
        return u8(text.length()).text(text);
    }

    private TdsReply text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    TdsReply u8(int value) {
        out.write(value);
        return this;
    }

    private TdsReply be16(int value) {
        return u8(value >> 8).u8(value);
    }

    private TdsReply le16(int value) {
        return u8(value).u8(value >> 8);
    }

    private TdsReply le32(int value) {
        return le16(value).le16(value >> 16);
    }

    private TdsReply le64(long value) {
        return bytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private TdsReply bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }
}
