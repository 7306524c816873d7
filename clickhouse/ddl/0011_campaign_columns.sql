-- Where a visitor came from: the campaign in the context, else the parameter in the page's query string or address. Asked
-- of every event by attribution, and dear to find in a map of texts. Older rows work it out when they are read.
ALTER TABLE events
    ADD COLUMN IF NOT EXISTS campaign_content LowCardinality(String) MATERIALIZED
        multiIf(
            context['campaign.content'] != '', context['campaign.content'],
            position(context['page.search'], 'utm_content=') > 0 AND decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_content')) != '',
            decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_content')),
            position(context['page.url'], 'utm_content=') > 0,
            decodeURLFormComponent(extractURLParameter(context['page.url'], 'utm_content')),
            '') AFTER context,
    ADD COLUMN IF NOT EXISTS campaign_term LowCardinality(String) MATERIALIZED
        multiIf(
            context['campaign.term'] != '', context['campaign.term'],
            position(context['page.search'], 'utm_term=') > 0 AND decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_term')) != '',
            decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_term')),
            position(context['page.url'], 'utm_term=') > 0,
            decodeURLFormComponent(extractURLParameter(context['page.url'], 'utm_term')),
            '') AFTER context,
    ADD COLUMN IF NOT EXISTS campaign_name LowCardinality(String) MATERIALIZED
        multiIf(
            context['campaign.name'] != '', context['campaign.name'],
            position(context['page.search'], 'utm_campaign=') > 0 AND decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_campaign')) != '',
            decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_campaign')),
            position(context['page.url'], 'utm_campaign=') > 0,
            decodeURLFormComponent(extractURLParameter(context['page.url'], 'utm_campaign')),
            '') AFTER context,
    ADD COLUMN IF NOT EXISTS campaign_medium LowCardinality(String) MATERIALIZED
        multiIf(
            context['campaign.medium'] != '', context['campaign.medium'],
            position(context['page.search'], 'utm_medium=') > 0 AND decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_medium')) != '',
            decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_medium')),
            position(context['page.url'], 'utm_medium=') > 0,
            decodeURLFormComponent(extractURLParameter(context['page.url'], 'utm_medium')),
            '') AFTER context,
    ADD COLUMN IF NOT EXISTS campaign_source LowCardinality(String) MATERIALIZED
        multiIf(
            context['campaign.source'] != '', context['campaign.source'],
            position(context['page.search'], 'utm_source=') > 0 AND decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_source')) != '',
            decodeURLFormComponent(extractURLParameter(concat('http://page/', context['page.search']), 'utm_source')),
            position(context['page.url'], 'utm_source=') > 0,
            decodeURLFormComponent(extractURLParameter(context['page.url'], 'utm_source')),
            '') AFTER context;
