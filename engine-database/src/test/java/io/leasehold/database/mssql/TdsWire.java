package io.leasehold.database.mssql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Messages of TDS, cut into packets with a header of eight bytes each (MS-TDS 2.2.3.1). */
final class TdsWire {

    static final int BATCH = 1;
    static final int RPC = 3;
    static final int REPLY = 4;
    static final int ATTENTION = 6;
    static final int LOGIN7 = 16;
    static final int PRELOGIN = 18;

    private static final int HEADER = 8;
    private static final int PACKET = 4096;

    private final DataInputStream in;
    private final OutputStream out;

    TdsWire(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    static final class Message {

        private final int type;
        private final byte[] body;

        Message(int type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        int type() {
            return type;
        }

        byte[] body() {
            return body;
        }
    }

    Message read() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int type = in.readUnsignedByte();
            int status = in.readUnsignedByte();
            int length = in.readUnsignedShort();
            in.readInt();
            body.write(in.readNBytes(length - HEADER));
            if ((status & 1) != 0) {
                return new Message(type, body.toByteArray());
            }
        }
    }

    void write(byte[] body) throws IOException {
        int at = 0;
        int number = 1;
        do {
            int length = Math.min(PACKET - HEADER, body.length - at);
            boolean last = at + length == body.length;
            byte[] packet = new byte[length + HEADER];
            packet[0] = REPLY;
            packet[1] = (byte) (last ? 1 : 0);
            packet[2] = (byte) (packet.length >> 8);
            packet[3] = (byte) packet.length;
            packet[6] = (byte) number++;
            System.arraycopy(body, at, packet, HEADER, length);
            out.write(packet);
            at += length;
        } while (at < body.length);
        out.flush();
    }
}
