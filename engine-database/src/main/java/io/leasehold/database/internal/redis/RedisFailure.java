package io.leasehold.database.internal.redis;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What a failure means. An error of the server begins with a code in capitals ("RESP protocol description", Redis docs).
 *
 * @param code the server's code, such as {@code NOPERM}; empty when the failure is the client's own
 * @param text the words of the server or the client, which may quote values
 */
record RedisFailure(String code, String text) {

    /** A command was refused when it was noted, so that none of the transaction was executed. */
    static final String NOTHING_EXECUTED = "EXECABORT";

    private static final Pattern CODE = Pattern.compile("[A-Z]+");

    /** Starting, in a script, without a primary, read-only, out of memory or disk, changing: all of these pass. */
    private static final Set<String> UNAVAILABLE = Set.of(
            "LOADING", "BUSY", "MASTERDOWN", "READONLY", "OOM", "MISCONF", "NOREPLICAS", "TRYAGAIN", "CLUSTERDOWN");

    private static final String CLUSTER =
            "the server is one of a cluster, whose nodes have users of their own; that is not supported";

    private static final Map<String, String> EXPLANATIONS = Map.of(
            "READONLY",
            "the server is a replica; give the address of its primary",
            "MOVED",
            CLUSTER,
            "ASK",
            CLUSTER,
            "NOPERM",
            "the administrator lacks a right");

    static RedisFailure of(JedisException failure) {
        if (failure instanceof JedisDataException) {
            String text = String.valueOf(failure.getMessage()).strip();
            String first = text.split("\\s", 2)[0];
            return new RedisFailure(CODE.matcher(first).matches() ? first : "ERR", text);
        }
        return new RedisFailure("", words(failure));
    }

    /** Whether the answer is lost, so that the command may or may not have been executed. */
    boolean sessionLost() {
        return code.isEmpty();
    }

    /** Whether the server cannot do it now, whatever is asked. */
    boolean unavailable() {
        return sessionLost() || UNAVAILABLE.contains(code) || lower().contains("max number of clients");
    }

    /** The failure for people, with what to do about it where that is known; may quote values. */
    String explained() {
        if (isWithoutUsers()) {
            return text + " (the server has no users: it is older than Redis 6, or they are switched off)";
        }
        String explanation = EXPLANATIONS.get(code);
        return explanation == null ? text : text + " (" + explanation + ")";
    }

    /** Before Redis 6 there is no command ACL, and AUTH takes a password only. */
    private boolean isWithoutUsers() {
        String lower = lower();
        return (lower.contains("unknown command") && lower.contains("acl"))
                || lower.contains("wrong number of arguments for 'auth'");
    }

    private String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Jedis says little; what it was told by the socket says more. Addresses tried one by one are suppressed errors. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable suppressed : failure.getSuppressed()) {
            append(words, suppressed);
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            append(words, cause);
        }
        return words.toString();
    }

    private static void append(StringBuilder words, Throwable cause) {
        String message = cause.getMessage();
        if (message != null && words.indexOf(message) < 0) {
            words.append(": ").append(message);
        }
    }
}
