package dev.tidegate.gateway.security;

import dev.tidegate.gateway.config.TidegateProperties;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/** Puts the guard in front of every door. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    @Bean
    HashedTokens sharedTokens(TidegateProperties properties) throws IOException {
        TokenFiles files = new TokenFiles(properties.dataDirectory());
        HashedTokens tokens = new HashedTokens(files.open(properties.tokens().chosen()));
        LOG.info("tokens are in {}", files.directory());
        return tokens;
    }

    @Bean
    Gatekeeper gatekeeper(Principals principals, TidegateProperties properties) {
        return new Gatekeeper(
                new GuardFilter(new Guard(Doors.ALL, principals, properties.anonymousLoopback()), principals));
    }

    @Bean
    SecurityWebFilterChain guardChain(Gatekeeper gatekeeper) {
        return new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.anyExchange(), List.of(gatekeeper.filter()));
    }
}
