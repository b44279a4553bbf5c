package io.leasehold.database.mssql;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement with its parameters, from a batch or from a call of sp_executesql and its relatives (MS-TDS 2.2.6.6, 2.2.6.7).
 *
 * @param sql the statement; empty for what only concerns prepared statements
 * @param parameters texts and numbers
 * @param procedure the number of the procedure called, 0 for a batch
 * @param handle the prepared statement that is meant
 */
record TdsRequest(String sql, List<Object> parameters, int procedure, int handle) {

    static final int EXECUTESQL = 10;
    static final int EXECUTE = 12;
    static final int PREPEXEC = 13;
    static final int UNPREPARE = 15;

    static TdsRequest batch(byte[] body) {
        ByteBuffer message = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        int headers = message.getInt(0);
        String sql = new String(body, headers, body.length - headers, StandardCharsets.UTF_16LE);
        return new TdsRequest(sql, List.of(), 0, 0);
    }

    static TdsRequest call(byte[] body) throws SqlError {
        ByteBuffer message = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        message.position(message.getInt(0));
        if (message.getShort() != (short) 0xFFFF) {
            throw new SqlError(2812, "Could not find stored procedure.");
        }
        int procedure = message.getShort();
        message.getShort();
        List<Object> values = new ArrayList<>();
        while (message.hasRemaining()) {
            values.add(parameter(message));
        }
        return switch (procedure) {
            case EXECUTESQL ->
                new TdsRequest(
                        String.valueOf(values.get(0)),
                        values.subList(Math.min(2, values.size()), values.size()),
                        procedure,
                        0);
            case PREPEXEC ->
                new TdsRequest(String.valueOf(values.get(2)), values.subList(3, values.size()), procedure, 0);
            case EXECUTE, UNPREPARE ->
                new TdsRequest("", values.subList(1, values.size()), procedure, ((Number) values.get(0)).intValue());
            default -> throw new SqlError(2812, "Could not find stored procedure " + procedure + ".");
        };
    }

    private static Object parameter(ByteBuffer message) throws SqlError {
        int name = message.get() & 0xFF;
        message.position(message.position() + name * 2);
        message.get();
        int type = message.get() & 0xFF;
        return switch (type) {
            case 0x26 -> integer(message);
            case 0xE7 -> text(message);
            default -> throw new SqlError(8009, "Unknown type of parameter " + type + ".");
        };
    }

    private static Object integer(ByteBuffer message) throws SqlError {
        message.get();
        int length = message.get();
        return switch (length) {
            case 0 -> 0;
            case 4 -> message.getInt();
            case 8 -> message.getLong();
            default -> throw new SqlError(8009, "Unknown length of a number.");
        };
    }

    private static Object text(ByteBuffer message) {
        int most = message.getShort() & 0xFFFF;
        message.position(message.position() + 5);
        if (most != 0xFFFF) {
            return read(message, message.getShort() & 0xFFFF);
        }
        // Partially length-prefixed: the whole length, and then chunks until an empty one.
        message.getLong();
        StringBuilder text = new StringBuilder();
        for (int chunk = message.getInt(); chunk != 0; chunk = message.getInt()) {
            text.append(read(message, chunk));
        }
        return text.toString();
    }

    private static String read(ByteBuffer message, int length) {
        byte[] value = new byte[length];
        message.get(value);
        return new String(value, StandardCharsets.UTF_16LE);
    }
}
