package io.leasehold.database.mongo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Messages on a socket ("MongoDB Wire Protocol"): OP_MSG, and the OP_QUERY with which drivers begin. */
final class StandInWire {

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;
    private static final int MORE_TO_COME = 2;
    private static final DocumentCodec CODEC = new DocumentCodec();

    private final DataInputStream in;
    private final OutputStream out;

    StandInWire(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /**
     * A command.
     *
     * @param id the request's id
     * @param legacy whether it came as OP_QUERY
     * @param answered whether an answer is awaited
     * @param body the command with {@code $db}
     */
    record Request(int id, boolean legacy, boolean answered, Document body) {}

    Request read() throws IOException {
        byte[] head = new byte[HEADER];
        in.readFully(head);
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        byte[] rest = new byte[header.getInt(0) - HEADER];
        in.readFully(rest);
        ByteBuffer body = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        return switch (header.getInt(12)) {
            case OP_MSG -> message(header.getInt(4), body);
            case OP_QUERY -> query(header.getInt(4), body);
            default -> throw new IOException("unexpected operation " + header.getInt(12));
        };
    }

    void answer(Request request, Document reply) throws IOException {
        BasicOutputBuffer document = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(document)) {
            CODEC.encode(writer, reply, EncoderContext.builder().build());
        }
        byte[] bytes = document.toByteArray();
        int extra = request.legacy() ? 20 : 5;
        ByteBuffer message = ByteBuffer.allocate(HEADER + extra + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(0).putInt(request.id());
        if (request.legacy()) {
            message.putInt(OP_REPLY).putInt(8).putLong(0).putInt(0).putInt(1);
        } else {
            message.putInt(OP_MSG).putInt(0).put((byte) 0);
        }
        out.write(message.put(bytes).array());
        out.flush();
    }

    private static Request message(int id, ByteBuffer body) throws IOException {
        int flags = body.getInt();
        Document command = new Document();
        while (body.hasRemaining()) {
            if (body.get() == 0) {
                command.putAll(document(body));
            } else {
                int end = body.position() + body.getInt(body.position());
                body.getInt();
                String name = text(body);
                List<Document> documents = new ArrayList<>();
                while (body.position() < end) {
                    documents.add(document(body));
                }
                command.put(name, documents);
            }
        }
        return new Request(id, false, (flags & MORE_TO_COME) == 0, command);
    }

    private static Request query(int id, ByteBuffer body) {
        body.getInt();
        String namespace = text(body);
        body.getLong();
        Document command = document(body);
        return new Request(id, true, true, command.append("$db", namespace.substring(0, namespace.indexOf('.'))));
    }

    private static Document document(ByteBuffer body) {
        int length = body.getInt(body.position());
        byte[] bytes = new byte[length];
        body.get(bytes);
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
            return CODEC.decode(reader, DecoderContext.builder().build());
        }
    }

    private static String text(ByteBuffer body) {
        StringBuilder text = new StringBuilder();
        for (byte next = body.get(); next != 0; next = body.get()) {
            text.append((char) next);
        }
        return text.toString();
    }
}
