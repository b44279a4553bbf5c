package io.leasehold.database.mongo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;

/** The server's side of one login by SCRAM-SHA-256 (RFC 5802, section 5). */
final class ScramConversation {

    private static final String REFUSED = "Authentication failed.";

    private final String clientFirstBare;
    private final StandInUser user;
    private final String serverFirst;
    private final String nonce;

    /** Takes the client's first message. */
    ScramConversation(String clientFirst, StandInUsers users, String database) throws CommandError {
        clientFirstBare = clientFirst.substring(clientFirst.indexOf("n=", 3));
        String name = attribute(clientFirstBare, 'n').replace("=2C", ",").replace("=3D", "=");
        user = users.find(database, name)
                .orElseThrow(() -> new CommandError(CommandError.AUTHENTICATION_FAILED, REFUSED));
        nonce = attribute(clientFirstBare, 'r') + UUID.randomUUID();
        serverFirst = "r=" + nonce + ",s="
                + Base64.getEncoder().encodeToString(user.keys().salt()) + ",i=" + ScramKeys.ITERATIONS;
    }

    String serverFirst() {
        return serverFirst;
    }

    StandInUser user() {
        return user;
    }

    /** Takes the client's proof, and gives the server's. */
    String serverFinal(String clientFinal) throws CommandError {
        String withoutProof = clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
        String message = clientFirstBare + "," + serverFirst + "," + withoutProof;
        byte[] proof = Base64.getDecoder().decode(attribute(clientFinal, 'p'));
        byte[] signature = ScramKeys.hmac(user.keys().storedKey(), message);
        byte[] clientKey = new byte[proof.length];
        for (int i = 0; i < proof.length; i++) {
            clientKey[i] = (byte) (proof[i] ^ signature[i]);
        }
        if (!attribute(withoutProof, 'r').equals(nonce)
                || !MessageDigest.isEqual(
                        ScramKeys.sha256(clientKey), user.keys().storedKey())) {
            throw new CommandError(CommandError.AUTHENTICATION_FAILED, REFUSED);
        }
        return "v="
                + Base64.getEncoder().encodeToString(ScramKeys.hmac(user.keys().serverKey(), message));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String attribute(String message, char name) {
        for (String part : message.split(",", -1)) {
            if (part.startsWith(name + "=")) {
                return part.substring(2);
            }
        }
        throw new IllegalArgumentException("no attribute " + name);
    }
}
