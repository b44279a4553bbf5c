package io.leasehold.benchmarks.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with a pool on PostgreSQL. Refers to nothing of the starter, which may be missing. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Application {

    /**
     * What its output begins with, before the microseconds that its start took, and after a blank the milliseconds of processor time
     * that the whole process took until then, compilers and the start of the virtual machine among them.
     */
    static final String TOOK = "context started in us: ";

    /**
     * Starts the context, says how long that took, and ends when its input does.
     *
     * @param args properties
     * @throws IOException when whoever started it cannot be waited for
     */
    public static void main(String[] args) throws IOException {
        try (ConfigurableApplicationContext context = context(args, Application::say)) {
            while (context.isActive() && System.in.read() >= 0) {
                // Ends when the benchmark closes its side.
            }
        }
    }

    private static void say(long took) {
        // Asked for first, so that what is asked for does not count itself.
        long processor = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
        System.out.println(TOOK + took + " " + processor);
    }

    /**
     * Starts the context and closes it.
     *
     * @param args properties
     * @param started is told the microseconds that the start took, before the end begins
     */
    public static void startAndEnd(String[] args, LongConsumer started) {
        context(args, started).close();
    }

    /** With one question to the database, which makes the pool start. */
    private static ConfigurableApplicationContext context(String[] args, LongConsumer started) {
        long start = System.nanoTime();
        ConfigurableApplicationContext context = run(args);
        context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
        started.accept((System.nanoTime() - start) / 1_000);
        return context;
    }

    private static ConfigurableApplicationContext run(String... args) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(args);
    }
}
