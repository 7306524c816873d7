package io.millrace.flink;

import io.millrace.flink.Faults.Step;
import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** Local files under {@code faulty:/…} that fail where {@link Faults} says. */
public final class FaultyFiles extends LocalFileSystem {

    /** Found by Flink through its service file. */
    public static final class Factory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem create(URI uri) {
            return new FaultyFiles();
        }
    }

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public FSDataInputStream open(Path file) throws IOException {
        Faults.at(Step.SPILL_OPEN);
        return super.open(file);
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
        Faults.at(Step.SPILL_DELETE);
        return super.delete(file, recursive);
    }

    @Override
    public FSDataOutputStream create(Path file, WriteMode overwrite) throws IOException {
        super.create(file, overwrite).close();
        return new LocalDataOutputStream(pathToFile(file)) {
            @Override
            public void sync() throws IOException {
                Faults.at(Step.SPILL_SYNC);
                super.sync();
            }
        };
    }
}
