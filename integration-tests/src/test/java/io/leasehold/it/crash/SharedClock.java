package io.leasehold.it.crash;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Time that all processes on one store share and that any of them can move forward: the real time and what a file adds to
 * it. Thread-safe.
 */
final class SharedClock implements TimeSource, ClockOffset {

    private final TimeSource underneath = TimeSource.system();
    private final FileChannel file;

    private SharedClock(FileChannel file) {
        this.file = file;
    }

    /** Opens the clock of a file, which is made when there is none. */
    static SharedClock open(Path path) {
        try {
            return new SharedClock(FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException("the shared clock cannot be opened", e);
        }
    }

    /** Lets time pass, for everybody. One process at a time does that. */
    synchronized void advance(Duration duration) {
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, millis() + duration.toMillis());
        try {
            // One write of eight bytes: a reader sees the old value or the new one, also when the writer is killed.
            file.write(value, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the shared clock cannot be moved", e);
        }
    }

    @Override
    public long millis() {
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES);
        try {
            return file.read(value, 0) < Long.BYTES ? 0 : value.getLong(0);
        } catch (IOException e) {
            throw new UncheckedIOException("the shared clock cannot be read", e);
        }
    }

    @Override
    public long nanoTime() {
        return underneath.nanoTime() + Duration.ofMillis(millis()).toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        underneath.sleep(duration);
    }
}
