package io.leasehold.spring.actuate.endpoint;

import static io.leasehold.spring.actuate.KeptEngine.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.spring.actuate.KeptEngine;
import io.leasehold.spring.actuate.WebApplication;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint on a real Tomcat and over JMX, as it is unless somebody configures it, and with writing allowed. */
class EndpointOverHttpTest {

    private static final String[] WRITING = {
        "management.endpoint.leasehold.access=unrestricted", "leasehold.endpoint.write-enabled=true"
    };

    private final KeptEngine engine = new KeptEngine();
    private final SecretBroker broker = engine.broker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void readingIsAllThatIsThereByItself() {
        String id = broker.read(PATH).lease().orElseThrow().id();
        try (WebApplication application = WebApplication.start(broker);
                RotatingSecret secret = broker.rotating(PATH)) {
            HttpResponse<String> overview = application.get("/leasehold");
            assertThat(overview.statusCode()).isEqualTo(200);
            assertThat(overview.body())
                    .contains("\"path\":\"team/kept/\"", "\"defaultLeaseTtl\":\"PT768H\"", "\"state\":\"active\"")
                    .contains("\"path\":\"" + PATH + "\"", "\"generation\":1")
                    .doesNotContain(KeptEngine.PASSWORD);
            for (String section : new String[] {"mounts", "targets", "secrets", "alerts", "tallies", "leases"}) {
                assertThat(application.get("/leasehold/" + section).statusCode())
                        .as(section)
                        .isEqualTo(200);
            }
            HttpResponse<String> page = application.get("/leasehold/leases/" + PATH + "?limit=1&state=active");
            assertThat(page.body()).contains("\"leases\":[{\"id\":\"" + PATH + "/", "\"next\":\"" + PATH + "/");
            assertThat(page.body()).containsPattern("\"expiresAt\":\"20\\d\\d-");
            HttpResponse<String> lease = application.get("/leasehold/lease/" + id);
            assertThat(lease.body()).contains("\"id\":\"" + id + "\"").doesNotContain(KeptEngine.PASSWORD);
            assertThat(application.send("DELETE", "/leasehold/lease/" + id).statusCode())
                    .isEqualTo(405);
            assertThat(application.send("POST", "/leasehold/secrets/" + PATH).statusCode())
                    .isEqualTo(405);
            assertThat(broker.leases().count("")).isEqualTo(2);
            assertThat(secret.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void accessAloneDoesNotAllowToWrite() {
        try (WebApplication application =
                        WebApplication.start(broker, "management.endpoint.leasehold.access=unrestricted");
                RotatingSecret secret = broker.rotating(PATH)) {
            HttpResponse<String> refused = application.send("POST", "/leasehold/secrets/" + PATH);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("leasehold.endpoint.write-enabled");
            assertThat(secret.status().generation()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAllowedIsDone() {
        String id = broker.read(PATH).lease().orElseThrow().id();
        broker.read("team/kept/creds/other");
        try (WebApplication application = WebApplication.start(broker, WRITING);
                RotatingSecret secret = broker.rotating(PATH)) {
            HttpResponse<String> rotated = application.send("POST", "/leasehold/secrets/" + PATH);
            assertThat(rotated.statusCode()).isEqualTo(200);
            assertThat(rotated.body()).isEqualTo("{\"path\":\"" + PATH + "\",\"secrets\":1}");
            Awaitility.await().until(() -> secret.status().generation() == 2);
            assertThat(application.send("DELETE", "/leasehold/lease/" + id).body())
                    .contains("\"leases\":1");
            assertThat(application
                            .send("DELETE", "/leasehold/leases/team/kept/creds/other")
                            .body())
                    .contains("\"leases\":1");
            assertThat(application.send("DELETE", "/leasehold/lease/" + id).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void errorsHaveAStatusAndSayWhatIsWrong() {
        String id = broker.read(PATH).lease().orElseThrow().id();
        try (WebApplication application = WebApplication.start(broker, WRITING)) {
            assertThat(application
                            .get("/leasehold/lease/team/kept/creds/app/nothing")
                            .statusCode())
                    .isEqualTo(404);
            HttpResponse<String> elsewhere = application.get("/leasehold/leases/elsewhere");
            assertThat(elsewhere.statusCode()).isEqualTo(404);
            assertThat(elsewhere.body()).contains("\"error\":\"", "nothing is mounted at elsewhere");
            assertThat(application.get("/leasehold/leases?limit=0").statusCode())
                    .isEqualTo(400);
            assertThat(application.get("/leasehold/leases?limit=many").statusCode())
                    .isEqualTo(400);
            assertThat(application.get("/leasehold/leases?state=sleeping").statusCode())
                    .isEqualTo(400);
            assertThat(application.get("/leasehold/nonsense").statusCode()).isEqualTo(400);
            assertThat(application.get("/leasehold/leases/..%2f..%2fetc").statusCode())
                    .isBetween(400, 404);
            assertThat(application.send("DELETE", "/leasehold/leases").statusCode())
                    .isEqualTo(400);
            engine.down.set(true);
            HttpResponse<String> down = application.send("DELETE", "/leasehold/lease/" + id);
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body()).contains("does not answer");
            engine.down.set(false);
        }
    }

    @Test
    void theSameOverJmx() throws Exception {
        broker.read(PATH);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (WebApplication application = WebApplication.start(broker, "spring.jmx.enabled=true")) {
            assertThat(application.context().isActive()).isTrue();
            ObjectName name = server.queryNames(
                            new ObjectName("org.springframework.boot:type=Endpoint,name=Leasehold,*"), null)
                    .iterator()
                    .next();
            Object overview = server.invoke(name, "overview", new Object[0], new String[0]);
            assertThat(overview.toString()).contains("team/kept/").doesNotContain(KeptEngine.PASSWORD);
            assertThat(server.getMBeanInfo(name).getOperations())
                    .extracting(operation -> operation.getName())
                    .as("reading only, by itself")
                    .containsExactlyInAnyOrder("overview", "look");
            Object page = server.invoke(
                    name, "look", new Object[] {"LEASES", new String[] {"team", "kept"}, 10, null, null}, new String[] {
                        String.class.getName(),
                        String[].class.getName(),
                        Integer.class.getName(),
                        String.class.getName(),
                        String.class.getName()
                    });
            assertThat(page.toString()).contains(PATH + "/");
        }
    }
}
