package io.leasehold.examples.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Customers who order and look, again and again, each on a thread of its own. */
final class Customers implements AutoCloseable {

    /** A request that failed. */
    record Failure(String what) {}

    private final Supplier<URI> orders;
    private final Supplier<HttpClient> client;
    private final Duration patience;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLongArray ended;
    private volatile boolean gone;

    private Customers(int number, Supplier<URI> orders, Supplier<HttpClient> client, Duration patience) {
        this.ended = new AtomicLongArray(number);
        this.orders = orders;
        this.client = client;
        this.patience = patience;
    }

    /** Customers who begin at once. */
    static Customers come(int number, Supplier<URI> orders, Supplier<HttpClient> client) {
        Customers customers = new Customers(number, orders, client, Duration.ofSeconds(60));
        for (int i = 0; i < number; i++) {
            int customer = i;
            Thread thread = new Thread(() -> customers.visit(customer), "customer-" + i);
            customers.threads.add(thread);
            thread.start();
        }
        return customers;
    }

    private void visit(int customer) {
        for (int i = 0; !gone; i++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(orders.get()).timeout(patience);
            if (i % 2 == 0) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"item\":\"tea\",\"quantity\":2}"));
            }
            try {
                HttpResponse<String> answer = client.get().send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    served.incrementAndGet();
                } else {
                    failures.add(new Failure(answer.statusCode() + " " + answer.body()));
                }
            } catch (IOException | RuntimeException e) {
                failures.add(new Failure(e.toString()));
            } catch (InterruptedException e) {
                return;
            }
            ended.incrementAndGet(customer);
        }
    }

    long served() {
        return served.get();
    }

    /** How many requests of each customer have ended. */
    long[] ended() {
        return IntStream.range(0, ended.length()).mapToLong(ended::get).toArray();
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        gone = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofMinutes(2).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
