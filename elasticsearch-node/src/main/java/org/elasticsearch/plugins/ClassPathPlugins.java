package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;

/** Plugins from the class path instead of a directory of a distribution. */
public final class ClassPathPlugins extends PluginsService {
    private final List<LoadedPlugin> plugins;

    public ClassPathPlugins(Settings settings, Environment environment, Collection<Class<? extends Plugin>> classes) {
        super(settings, environment.configDir(), new PluginsLoader(Set.of(), Set.of(), Map.of()));
        List<LoadedPlugin> loaded = new ArrayList<>();
        for (Class<? extends Plugin> type : classes) {
            loaded.add(new LoadedPlugin(
                    describe(type), loadPlugin(type, settings, environment.configDir()), type.getClassLoader()));
        }
        loadExtensions(loaded);
        plugins = List.copyOf(loaded);
    }

    private static PluginDescriptor describe(Class<?> type) {
        return new PluginDescriptor(
                type.getName(),
                "from the class path",
                "NA",
                Build.current().version(),
                Integer.toString(Runtime.version().feature()),
                type.getName(),
                null,
                List.of(),
                false,
                false,
                false,
                false,
                PluginDescriptor.DeploymentTarget.ALL);
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        // asked for by the constructor of the superclass as well
        return plugins == null ? List.of() : plugins;
    }
}
