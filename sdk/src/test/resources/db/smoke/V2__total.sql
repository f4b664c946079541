alter table orders add total decimal(10,2);
