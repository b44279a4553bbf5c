package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TimeLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The commands that are needed, on one connection of the administrator and within a time limit. For one thread. */
final class RedisSession implements AutoCloseable {

    private final Connection connection;
    private final TimeLimit limit;

    RedisSession(Connection connection, TimeLimit limit) {
        this.connection = connection;
        this.limit = limit;
    }

    void ping() throws CommandException {
        call("PING", new CommandArguments(Command.PING));
    }

    boolean userExists(String username) throws CommandException {
        return call("ACL GETUSER", acl("GETUSER").add(username)) != null;
    }

    /** The names of all users. */
    List<String> users() throws CommandException {
        Object names = call("ACL USERS", acl("USERS"));
        return names instanceof List<?> list
                ? list.stream().map(RedisSession::text).toList()
                : List.of();
    }

    /** Whether a user is switched on; empty when there is none. */
    Optional<Boolean> userEnabled(String username) throws CommandException {
        Object user = call("ACL GETUSER", acl("GETUSER").add(username));
        // Names and values in turn, as the client's version of the protocol has it (RESP2).
        return user == null
                ? Optional.empty()
                : Optional.of(flags((List<?>) user).contains("on"));
    }

    private static List<String> flags(List<?> user) {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i + 1 < user.size(); i += 2) {
            if (text(user.get(i)).equals("flags") && user.get(i + 1) instanceof List<?> values) {
                values.forEach(value -> flags.add(text(value)));
            }
        }
        return flags;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Makes a user, or changes one that there is; within a transaction it is only noted. */
    void setUser(String username, List<String> rules) throws CommandException {
        CommandArguments command = acl("SETUSER").add(username);
        rules.forEach(command::add);
        call("ACL SETUSER", command);
    }

    /** Removes a user and ends its connections. */
    void deleteUser(String username) throws CommandException {
        call("ACL DELUSER", acl("DELUSER").add(username));
    }

    void saveAclFile() throws CommandException {
        call("ACL SAVE", acl("SAVE"));
    }

    void rewriteConfig() throws CommandException {
        call("CONFIG REWRITE", new CommandArguments(Command.CONFIG).add("REWRITE"));
    }

    void watch(String key) throws CommandException {
        call("WATCH", new CommandArguments(Command.WATCH).add(key));
    }

    /** Writes an empty key that disappears after some time. */
    void write(String key, Duration life) throws CommandException {
        call("SET", new CommandArguments(Command.SET).add(key).add("").add("PX").add(life.toMillis()));
    }

    void begin() throws CommandException {
        call("MULTI", new CommandArguments(Command.MULTI));
    }

    /**
     * Executes what was noted since {@link #begin}.
     *
     * @param step what that is, for messages
     * @return whether it was executed: false when a watched key was touched
     * @throws CommandException when it failed; nothing is known if the session was lost
     */
    boolean execute(String step) throws CommandException {
        Object answers = call("EXEC: " + step, new CommandArguments(Command.EXEC));
        if (answers == null) {
            return false;
        }
        for (Object answer : (List<?>) answers) {
            if (answer instanceof JedisDataException refusal) {
                throw new CommandException(step, RedisFailure.of(refusal));
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JedisException alreadyGone) {
            // Every answer that counts has been read.
            return;
        }
    }

    /** A time in the form that sockets take, in which 0 would be for ever. */
    static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private static CommandArguments acl(String subcommand) {
        return new CommandArguments(Command.ACL).add(subcommand);
    }

    private @Nullable Object call(String step, CommandArguments command) throws CommandException {
        try {
            connection.setSoTimeout(millis(limit.left()));
            return connection.executeCommand(command);
        } catch (JedisException failure) {
            throw new CommandException(step, RedisFailure.of(failure));
        }
    }
}
