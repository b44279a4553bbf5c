package io.leasehold.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.leasehold.aws.keys.KeyWorld;
import io.leasehold.spi.time.TimeSource;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Resolving allocates nothing, measured on the thread that resolves. */
class ResolveWithoutGarbageTest {

    private static final int RESOLVES = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void resolvingAllocatesNothing() {
        try (KeyWorld world = new KeyWorld();
                RotatingAwsCredentials credentials = world.builder(KeyWorld.SESSION)
                        .timeSource(TimeSource.system())
                        .build()) {
            RotatingAwsCredentialsProvider provider = credentials.provider();
            int resolved = resolve(provider, RESOLVES);

            long before = threads.getCurrentThreadAllocatedBytes();
            resolved += resolve(provider, RESOLVES);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(resolved).isEqualTo(4 * RESOLVES);
            // The measurement itself may take a few bytes; one object of 16 per resolve would be 6,400,000.
            assertThat(allocated).isLessThan(1_000);
        }
    }

    private static int resolve(RotatingAwsCredentialsProvider provider, int times) {
        int resolved = 0;
        for (int i = 0; i < times; i++) {
            resolved += provider.resolveCredentials() != null ? 1 : 0;
            resolved += provider.resolveIdentity().isDone() ? 1 : 0;
        }
        return resolved;
    }
}
