package io.leasehold.database.mongo;

import org.bson.Document;

/** A command is refused with a code of the manual. */
final class CommandError extends Exception {

    static final int BAD_VALUE = 2;
    static final int USER_NOT_FOUND = 11;
    static final int UNAUTHORIZED = 13;
    static final int AUTHENTICATION_FAILED = 18;
    static final int ROLE_NOT_FOUND = 31;
    static final int CURSOR_NOT_FOUND = 43;
    static final int COMMAND_NOT_FOUND = 59;
    static final int NO_SUCH_TRANSACTION = 251;
    static final int UNKNOWN_FIELD = 40415;
    static final int USER_EXISTS = 51003;

    private static final long serialVersionUID = 1L;

    private final int code;

    CommandError(int code, String message) {
        super(message);
        this.code = code;
    }

    Document answer() {
        return answer(code, getMessage());
    }

    static Document answer(int code, String message) {
        return new Document("ok", 0.0)
                .append("errmsg", message)
                .append("code", code)
                .append("codeName", "Code" + code);
    }
}
