package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

@ExtendWith(OutputCaptureExtension.class)
class StartRehearsalTest {

    @Test
    void springBootFindsIt() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
                .hasAtLeastOneElementOfType(StartRehearsal.class);
    }

    @Test
    void itSaysNothingAndLeavesNoThread(CapturedOutput output) throws Exception {
        new StartRehearsal().preinitialize();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("leasehold-leasehold-"));
        assertThat(output.getAll()).doesNotContain("INFO", "WARN", "ERROR");
    }
}
