package io.leasehold.testkit.contract;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the store under test before each test and closes it afterwards. */
public abstract class StoreFixture implements StoreUnderTest {

    private final AtomicLong offset = new AtomicLong();
    private @Nullable Storage storage;
    private @Nullable Storage another;

    /** For subclasses. */
    protected StoreFixture() {}

    /**
     * Opens a new, empty store.
     *
     * @param clock what the store adds to its clock
     * @return the store; closed by the fixture
     */
    protected abstract Storage openEmpty(ClockOffset clock);

    /**
     * Opens the data of the store that {@link #openEmpty} made last once more, as another process does.
     *
     * @param clock what the store adds to its clock
     * @param first the store that is open already
     * @return another storage, closed by the fixture; the first one where the data cannot be shared
     */
    protected abstract Storage openAgain(ClockOffset clock, Storage first);

    /** Opens the store, twice. */
    @BeforeEach
    protected final void openStore() {
        storage = openEmpty(offset::get);
        another = openAgain(offset::get, storage);
    }

    /** Closes the store. */
    @AfterEach
    protected final void closeStore() {
        if (another != null) {
            another.close();
        }
        if (storage != null) {
            storage.close();
        }
    }

    @Override
    public final Storage storage() {
        return Objects.requireNonNull(storage);
    }

    @Override
    public final Storage another() {
        return Objects.requireNonNull(another);
    }

    @Override
    public final void advance(Duration duration) {
        offset.addAndGet(duration.toMillis());
    }
}
