package io.leasehold.database.internal.mongoclient;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a cursor or a session. */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    /**
     * Closes what the driver has, then leaves the generation. What fails only because the client was closed before is quiet: the
     * application learns of that from its operations.
     *
     * @param open the driver's cursor or session
     * @param generation its generation
     * @param stay what keeps the generation
     * @throws IOException never by the driver
     */
    static void close(Closeable open, ClientGeneration generation, Stay stay) throws IOException {
        try {
            open.close();
        } catch (RuntimeException e) {
            if (!generation.isClosed()) {
                throw e;
            }
            log.debug("Closed after the client of {}", generation, e);
        } finally {
            stay.end();
        }
    }
}
