package io.millrace.render;

import liqp.TemplateContext;
import liqp.blocks.Block;
import liqp.nodes.LNode;
import org.jspecify.annotations.Nullable;

/** {@code capture} in an HTML template: what it captures is HTML, with its outputs escaped already. */
final class HtmlCapture extends Block {

    HtmlCapture() {
        super("capture");
    }

    @Override
    public @Nullable Object render(TemplateContext context, LNode... nodes) {
        String name = String.valueOf(nodes[0].render(context));
        context.put(name, new SafeHtml(String.valueOf(nodes[1].render(context))), true);
        return null;
    }
}
