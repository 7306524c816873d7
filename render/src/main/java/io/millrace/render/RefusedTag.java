package io.millrace.render;

import liqp.TemplateContext;
import liqp.nodes.LNode;
import liqp.tags.Tag;

/** A tag that would read files of this machine. */
final class RefusedTag extends Tag {

    RefusedTag(String name) {
        super(name);
    }

    @Override
    public Object render(TemplateContext context, LNode... nodes) {
        throw new RefusedTemplateException("tag " + name + " is not for messages");
    }
}
