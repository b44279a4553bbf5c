package io.leasehold.database.mssql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Who logs in with a LOGIN7 message (MS-TDS 2.2.6.4). */
record TdsLogin(String user, String password, String application, String database) {

    private static final int USER = 40;
    private static final int PASSWORD = 44;
    private static final int APPLICATION = 48;
    private static final int DATABASE = 68;

    static TdsLogin read(byte[] body) {
        ByteBuffer message = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        byte[] password = field(message, PASSWORD);
        for (int i = 0; i < password.length; i++) {
            int clear = (password[i] & 0xFF) ^ 0xA5;
            password[i] = (byte) (clear << 4 | clear >> 4);
        }
        return new TdsLogin(
                text(field(message, USER)),
                text(password),
                text(field(message, APPLICATION)),
                text(field(message, DATABASE)));
    }

    private static byte[] field(ByteBuffer message, int at) {
        byte[] value = new byte[message.getShort(at + 2) * 2];
        message.get(message.getShort(at), value);
        return value;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_16LE);
    }
}
