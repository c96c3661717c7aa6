package dev.tidegate.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway process. */
@SpringBootApplication
public class Tidegate {
    public static void main(String[] args) {
        SpringApplication.run(Tidegate.class, args);
    }
}
