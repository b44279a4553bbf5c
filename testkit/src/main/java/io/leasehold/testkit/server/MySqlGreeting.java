package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether a server that speaks MySQL's protocol is up: it talks first. */
final class MySqlGreeting {

    private static final int PATIENCE_MILLIS = 2_000;

    /** The protocol version in the fifth byte of the server's greeting; an error would have 0xff there. */
    private static final int GREETING = 10;

    private MySqlGreeting() {}

    static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream answer = socket.getInputStream();
            byte[] start = answer.readNBytes(5);
            return start.length == 5 && start[4] == GREETING;
        }
    }
}
