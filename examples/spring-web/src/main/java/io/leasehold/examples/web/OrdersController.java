package io.leasehold.examples.web;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes orders and shows the last ones. */
@RestController
@RequestMapping("/orders")
class OrdersController {

    private static final int LONGEST_ITEM = 100;

    private final JdbcClient database;

    OrdersController(JdbcClient database) {
        this.database = database;
    }

    /**
     * What somebody wants.
     *
     * @param item what
     * @param quantity how much of it
     */
    record Wish(String item, int quantity) {}

    @PostMapping
    Order order(@RequestBody Wish wish) {
        if (wish.item().isBlank() || wish.item().length() > LONGEST_ITEM || wish.quantity() < 1) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "an order has an item of 1 to 100 characters and a quantity of 1 or more");
        }
        return database.sql("INSERT INTO orders (item, quantity) VALUES (?, ?) RETURNING id, item, quantity")
                .params(wish.item(), wish.quantity())
                .query(Order.class)
                .single();
    }

    @GetMapping
    List<Order> last() {
        return database.sql("SELECT id, item, quantity FROM orders ORDER BY id DESC LIMIT 20")
                .query(Order.class)
                .list();
    }

    /** The database's name for whoever asks it: another one after each rotation. */
    @GetMapping("/user")
    String user() {
        return database.sql("SELECT current_user").query(String.class).single();
    }
}
