package io.millrace.cli;

import io.millrace.cli.demo.DemoCommand;
import io.millrace.cli.doctor.DoctorCommand;
import io.millrace.cli.importing.ImportCommand;
import io.millrace.cli.sql.SqlCommand;
import io.millrace.cli.tail.TailCommand;
import io.millrace.cli.verify.VerifyCommand;
import io.millrace.core.settings.Env;
import java.util.List;

/** All commands that are clients of an instance, for the root command to take in. */
public final class Commands {

    private Commands() {}

    public static List<Object> all() {
        return all(Env.system());
    }

    static List<Object> all(Env env) {
        return List.of(
                new ImportCommand(env),
                new TailCommand(env),
                new SqlCommand(env),
                new VerifyCommand(env),
                new DoctorCommand(env),
                new DemoCommand(env));
    }
}
