package io.leasehold.spring.tls;

import io.leasehold.SecretBroker;
import java.security.cert.X509Certificate;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** A web application with mutual TLS, as properties set it up. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    SslAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    HttpClientAutoConfiguration.class,
    ImperativeHttpClientAutoConfiguration.class,
    ReactiveHttpClientAutoConfiguration.class,
    WebClientAutoConfiguration.class,
    RestClientAutoConfiguration.class,
    LeaseholdTlsAutoConfiguration.class
})
class TlsApplication {

    @Bean(destroyMethod = "close")
    SecretBroker broker() {
        return Authority.broker();
    }

    @RestController
    static class Greeting {

        @GetMapping("/greeting")
        String greeting() {
            return "hello";
        }

        @GetMapping("/caller")
        String caller(@RequestAttribute("jakarta.servlet.request.X509Certificate") X509Certificate[] chain) {
            return chain[0].getSerialNumber().toString(16);
        }
    }
}
