package io.leasehold.database.mssql;

import java.io.IOException;
import java.util.Optional;

/** Answers the requests of a session until its connection ends. */
final class TdsConversation {

    private static final int DONE = 0xFD;
    private static final int DONE_PROCEDURE = 0xFE;
    private static final int DONE_IN_PROCEDURE = 0xFF;
    private static final int MORE = 1;
    private static final int ERROR = 2;
    private static final int COUNT = 0x10;
    private static final int ATTENTION = 0x20;

    private final TdsWire wire;
    private final StandInSession session;

    TdsConversation(TdsWire wire, StandInSession session) {
        this.wire = wire;
        this.session = session;
    }

    void run() throws IOException, InterruptedException {
        while (true) {
            TdsWire.Message message = wire.read();
            wire.write(
                    switch (message.type()) {
                        case TdsWire.BATCH -> answer(TdsRequest.batch(message.body()));
                        case TdsWire.RPC -> call(message.body());
                        case TdsWire.ATTENTION ->
                            new TdsReply().done(DONE, ATTENTION, 0).bytes();
                        default -> throw new IOException("a message of type " + message.type());
                    });
        }
    }

    private byte[] call(byte[] body) throws InterruptedException {
        try {
            return answer(TdsRequest.call(body));
        } catch (SqlError error) {
            return new TdsReply().error(error).done(DONE_PROCEDURE, ERROR, 0).bytes();
        }
    }

    private byte[] answer(TdsRequest request) throws InterruptedException {
        boolean procedure = request.procedure() != 0;
        int last = procedure ? DONE_PROCEDURE : DONE;
        TdsReply reply = new TdsReply();
        String before = session.database;
        try {
            Optional<Rows> rows = session.execute(request);
            if (!session.database.equals(before)) {
                reply.databaseChanged(session.database, before);
            }
            rows.ifPresent(each -> reply.rows(each)
                    .done(
                            procedure ? DONE_IN_PROCEDURE : DONE,
                            procedure ? COUNT | MORE : COUNT,
                            each.values().size()));
            if (!procedure && rows.isPresent()) {
                return reply.bytes();
            }
        } catch (SqlError error) {
            return reply.error(error).done(last, ERROR, 0).bytes();
        }
        if (procedure) {
            reply.returnStatus(0);
        }
        if (request.procedure() == TdsRequest.PREPEXEC) {
            reply.handle(session.preparedHandle());
        }
        return reply.done(last, 0, 0).bytes();
    }
}
