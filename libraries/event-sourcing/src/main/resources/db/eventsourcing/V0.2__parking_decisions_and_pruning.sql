-- What an operator decides about a parked key is an event of the stream parking-CONSUMER.
drop table parking_decision;

-- Rows come in the order of their time: a few pages of index find the old ones.
create index inbox_message_age on inbox_message using brin (handled_at);
