package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection for one piece of work, within a time limit. Commands that belong together travel together. A connection that
 * was kept may have been closed by the server meanwhile, which shows at the first exchange; that is repeated once on a new
 * one. For one thread.
 */
final class RedisWire implements AutoCloseable {

    private final RedisSessions home;
    private final TimeLimit limit;
    private RedisSessions.Opened opened;
    private boolean mayBeStale;
    private boolean dirty;

    /**
     * Takes a connection.
     *
     * @param opened the connection
     * @param mayBeStale whether it was idle, so that it may be gone
     * @param home where it goes when all is done
     * @param limit how long the work may take
     */
    RedisWire(RedisSessions.Opened opened, boolean mayBeStale, RedisSessions home, TimeLimit limit) {
        this.opened = opened;
        this.mayBeStale = mayBeStale;
        this.home = home;
        this.limit = limit;
    }

    /** Says whether the connection carries what must not outlive this work, so that it is closed and not used again. */
    void setDirty(boolean isDirty) {
        dirty = isDirty;
    }

    /** Sends a command and reads its answer. */
    @Nullable
    Object call(String step, CommandArguments command) throws CommandException {
        return answer(step, exchange(step, command).get(0));
    }

    /** An answer, unless it is a refusal. */
    static @Nullable Object answer(String step, @Nullable Object answer) throws CommandException {
        if (answer instanceof JedisDataException refusal) {
            throw new CommandException(step, RedisFailure.of(refusal));
        }
        return answer;
    }

    /**
     * Sends commands and reads as many answers, refusals among them. The first exchange may be sent twice.
     *
     * @param step what they are, for messages
     */
    List<@Nullable Object> exchange(String step, CommandArguments... commands) throws CommandException {
        boolean first = mayBeStale;
        mayBeStale = false;
        try {
            return exchangeOnce(commands);
        } catch (JedisException lost) {
            if (!first) {
                throw lost(step, lost);
            }
        }
        end(opened.connection());
        opened = home.connect(limit);
        try {
            return exchangeOnce(commands);
        } catch (JedisException lost) {
            throw lost(step, lost);
        }
    }

    @Override
    public void close() {
        if (dirty) {
            end(opened.connection());
        } else {
            home.keep(opened);
        }
    }

    /** Closes a connection of which every answer that counts has been read. */
    static void end(Connection connection) {
        try {
            connection.close();
        } catch (JedisException alreadyGone) {
            return;
        }
    }

    /** A time in the form that sockets take, in which 0 would be for ever. */
    static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private List<@Nullable Object> exchangeOnce(CommandArguments... commands) {
        Connection connection = opened.connection();
        connection.setSoTimeout(millis(limit.left()));
        for (CommandArguments command : commands) {
            connection.sendCommand(command);
        }
        return new ArrayList<@Nullable Object>(connection.getMany(commands.length));
    }

    private CommandException lost(String step, JedisException failure) {
        dirty = true;
        return new CommandException(step, RedisFailure.of(failure));
    }
}
