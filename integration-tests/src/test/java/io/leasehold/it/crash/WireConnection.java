package io.leasehold.it.crash;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * One connection through a {@link WireTap}, cut into exchanges by the
 * <a href="https://www.postgresql.org/docs/current/protocol.html">frontend/backend protocol</a>, version 3, without TLS and
 * without COPY. Used by one thread.
 */
final class WireConnection {

    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int CANCEL_REQUEST = 80_877_102;

    /** Authentication requests that the client does not answer: "ok" and the last word of SASL. */
    private static final int AUTHENTICATED = 0;

    private static final int SASL_FINAL = 12;

    private final Socket client;
    private final Socket server;
    private final DataInputStream fromClient;
    private final DataInputStream fromServer;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean started;
    private Expected expected = Expected.READY;

    /** What ends the answer to a request. */
    private enum Expected {
        NOTHING,
        ONE_BYTE,
        READY
    }

    WireConnection(Socket client, Socket server) throws IOException {
        this.client = client;
        this.server = server;
        this.fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        this.fromServer = new DataInputStream(new BufferedInputStream(server.getInputStream()));
    }

    /** Reads what the client sends up to where it waits for an answer; false when it has gone without a word. */
    boolean readRequest() throws IOException {
        request.reset();
        answer.reset();
        return started ? readMessages() : readStartup();
    }

    private boolean readStartup() throws IOException {
        int length;
        try {
            length = fromClient.readInt();
        } catch (EOFException e) {
            return false;
        }
        byte[] content = fromClient.readNBytes(length - Integer.BYTES);
        request.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        request.write(content);
        int code = ByteBuffer.wrap(content).getInt();
        expected = switch (code) {
            case SSL_REQUEST, GSS_REQUEST -> Expected.ONE_BYTE;
            case CANCEL_REQUEST -> Expected.NOTHING;
            default -> Expected.READY;
        };
        started = expected == Expected.READY;
        return true;
    }

    private boolean readMessages() throws IOException {
        while (true) {
            int type = fromClient.read();
            if (type < 0) {
                return false;
            }
            copy(type, fromClient, request);
            switch (type) {
                // Query, Sync, function call, password or SASL response.
                case 'Q', 'S', 'F', 'p' -> {
                    expected = Expected.READY;
                    return true;
                }
                // Terminate.
                case 'X' -> {
                    expected = Expected.NOTHING;
                    return true;
                }
                default -> {
                    // Parse, Bind, Describe, Execute, Close: a Sync follows.
                }
            }
        }
    }

    void sendRequest() throws IOException {
        server.getOutputStream().write(request.toByteArray());
        server.getOutputStream().flush();
    }

    /** Reads the answer up to where the server waits for the client. */
    void readAnswer() throws IOException {
        switch (expected) {
            case NOTHING -> {}
            case ONE_BYTE -> answer.write(fromServer.readByte());
            case READY -> readUntilReady();
        }
    }

    private void readUntilReady() throws IOException {
        while (true) {
            int type = fromServer.read();
            if (type < 0) {
                return;
            }
            byte[] content = copy(type, fromServer, answer);
            if (type == 'Z') {
                return;
            }
            if (type == 'R') {
                int kind = ByteBuffer.wrap(content).getInt();
                if (kind != AUTHENTICATED && kind != SASL_FINAL) {
                    return;
                }
            }
        }
    }

    void sendAnswer() throws IOException {
        client.getOutputStream().write(answer.toByteArray());
        client.getOutputStream().flush();
    }

    private static byte[] copy(int type, DataInputStream from, ByteArrayOutputStream to) throws IOException {
        int length = from.readInt();
        byte[] content = from.readNBytes(length - Integer.BYTES);
        to.write(type);
        to.write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        to.write(content);
        return content;
    }

    void cut() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            // Gone already.
        }
    }
}
