package io.leasehold.spring.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingMongoClient;
import io.leasehold.spring.LeaseholdStartException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Spring Data MongoDB on users that come and go. */
class RotatingSpringMongoIT {

    private final Shop shop = new Shop();
    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    LeaseholdMongoAutoConfiguration.class,
                    MongoAutoConfiguration.class,
                    DataMongoAutoConfiguration.class))
            .withBean(SecretBroker.class, shop::broker, definition -> definition.setDestroyMethodName(""));
    private final ApplicationContextRunner runner = bare.withPropertyValues(
            "spring.mongodb.uri=mongodb://" + shop.address() + "/shop", "leasehold.mongodb.path=database/creds/app");

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void thePropertiesOfThePageAreAllThatIsNeeded() {
        bare.withInitializer(new ConfigDataApplicationContextInitializer())
                .withSystemProperties("MONGO_ADDRESS=" + shop.address())
                .withPropertyValues("spring.config.location=classpath:/docs/spring-mongodb.yaml")
                .run(context -> {
                    MongoTemplate template = context.getBean(MongoTemplate.class);
                    template.insert(new Document("_id", 1), "orders");

                    assertThat(template.findById(1, Document.class, "orders")).isNotNull();
                    assertThat(context.getBean(MongoClient.class)).isInstanceOf(RotatingMongoClient.class);
                });
    }

    @Test
    void springDataGoesOnOverRotations() {
        runner.run(context -> {
            MongoTemplate template = context.getBean(MongoTemplate.class);
            RotatingMongoClient client = context.getBean(RotatingMongoClient.class);
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            AtomicLong operations = new AtomicLong();
            AtomicBoolean going = new AtomicBoolean(true);
            Thread busy = new Thread(
                    () -> {
                        for (int id = 1; going.get(); id++) {
                            try {
                                template.insert(new Document("_id", id), "orders");
                                operations.incrementAndGet();
                            } catch (RuntimeException e) {
                                failures.add(e);
                            }
                        }
                    },
                    "busy");
            busy.start();
            try {
                for (int i = 2; i <= 11; i++) {
                    long generation = i;
                    long before = operations.get();
                    shop.grow();
                    await().until(() -> client.status().generation() >= generation);
                    await().until(() -> operations.get() > before + 2 || !failures.isEmpty());
                    // Driven time must not reach the limit of the former user while it drains.
                    await().atMost(Duration.ofSeconds(60)).until(() -> {
                        shop.settle();
                        return shop.users() == 1 || !failures.isEmpty();
                    });
                }
            } finally {
                going.set(false);
                busy.join();
            }

            assertThat(failures).isEmpty();
            assertThat(client.status().aborted()).isZero();
            await().until(() -> {
                shop.settle();
                return shop.users() == 1;
            });
        });
        assertThat(shop.users()).as("after the context").isZero();
    }

    @Test
    void settingsAndCustomizersOfTheApplicationCount() {
        Queue<String> commands = new ConcurrentLinkedQueue<>();
        CommandListener listener = new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                commands.add(event.getCommandName());
            }
        };
        runner.withBean(
                        MongoClientSettingsBuilderCustomizer.class,
                        () -> builder -> builder.addCommandListener(listener).applicationName("orders"))
                .run(context -> {
                    context.getBean(MongoTemplate.class).insert(new Document("_id", 1), "orders");

                    assertThat(commands).contains("insert");
                    assertThat(context).hasSingleBean(MongoConnectionDetails.class);
                });
    }

    @Test
    void hostAndPortMayStandForTheAddress() {
        bare.withPropertyValues(
                        "spring.mongodb.host=" + shop.server().host(),
                        "spring.mongodb.port=" + shop.server().port(),
                        "spring.mongodb.database=shop",
                        "spring.mongodb.authentication-database=shop",
                        "leasehold.mongodb.path=database/creds/app")
                .run(context -> {
                    MongoTemplate template = context.getBean(MongoTemplate.class);
                    template.insert(new Document("_id", 1), "orders");

                    assertThat(template.getDb().getName()).isEqualTo("shop");
                    assertThat(template.getCollection("orders").countDocuments())
                            .isEqualTo(1);
                });
    }

    @Test
    void aClientOfTheApplicationIsLeftAlone() {
        try (MongoClient own = MongoClients.create("mongodb://" + shop.address())) {
            runner.withBean("own", MongoClient.class, () -> own)
                    .run(context ->
                            assertThat(context.getBean(MongoClient.class)).isSameAs(own));
        }
        assertThat(shop.users()).isZero();
    }

    @Test
    void withoutAPathTheClientIsBoots() {
        bare.withPropertyValues("spring.mongodb.uri=mongodb://" + shop.address() + "/shop")
                .run(context -> assertThat(context)
                        .hasSingleBean(MongoClient.class)
                        .doesNotHaveBean(RotatingMongoClient.class));
    }

    @Test
    void aLoginBesideThePathIsRefusedAndNotShown() {
        for (String property : List.of(
                "spring.mongodb.uri=mongodb://me:geheim@" + shop.address() + "/shop", "spring.mongodb.username=me")) {
            bare.withPropertyValues(
                            property, "spring.mongodb.password=geheim", "leasehold.mongodb.path=database/creds/app")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("spring.mongodb.username")
                            .hasMessageNotContaining("geheim"));
        }
        assertThat(shop.users()).isZero();
    }

    @Test
    void wrongPropertiesAreNamed() {
        for (String each : List.of("drain=-1s", "close-timeout=-1s", "max-clients=1")) {
            runner.withPropertyValues("leasehold.mongodb." + each)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                            .hasMessageContaining("leasehold.mongodb." + each.substring(0, each.indexOf('='))));
        }
        runner.withPropertyValues("leasehold.mongodb.path=database/creds/nobody")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(LeaseholdStartException.class.getName())
                        .hasStackTraceContaining("database/creds/nobody"));
    }
}
